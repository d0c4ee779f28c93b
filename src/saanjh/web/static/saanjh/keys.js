// Passkeys and security keys: a form with data-key asks the browser for one when it is sent, and takes its answer along.
// data-key="create" adds a key, "get" uses one. What to ask with stands in #js_data, or else the form's address tells it.
(function () {
  const PARTS = ['attestationObject', 'authenticatorData', 'clientDataJSON', 'signature', 'userHandle']

  function bytes (words) {
    return Uint8Array.from(atob(words.replace(/-/g, '+').replace(/_/g, '/')), (each) => each.charCodeAt(0))
  }

  function words (buffer) {
    const letters = Array.from(new Uint8Array(buffer), (each) => String.fromCharCode(each)).join('')
    return btoa(letters).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
  }

  function asked (told) {
    const known = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }))
    const made = { ...told, challenge: bytes(told.challenge) }
    if (told.user) made.user = { ...told.user, id: bytes(told.user.id) }
    if (told.allowCredentials) made.allowCredentials = known(told.allowCredentials)
    if (told.excludeCredentials) made.excludeCredentials = known(told.excludeCredentials)
    return made
  }

  function answered (key) {
    const response = {}
    for (const part of PARTS) if (key.response[part]) response[part] = words(key.response[part])
    if (key.response.getTransports) response.transports = key.response.getTransports()
    return {
      id: key.id,
      rawId: words(key.rawId),
      type: key.type,
      response,
      authenticatorAttachment: key.authenticatorAttachment,
      clientExtensionResults: key.getClientExtensionResults()
    }
  }

  async function told (form) {
    const here = document.getElementById('js_data')
    if (here) return JSON.parse(here.textContent)
    const answer = await fetch(form.action, { headers: { Accept: 'application/json' } })
    return answer.json()
  }

  async function added (form, options) {
    const alone = form.elements.passwordless.checked // the key alone will be enough to sign in
    options.authenticatorSelection = {
      ...options.authenticatorSelection,
      residentKey: alone ? 'required' : 'discouraged',
      requireResidentKey: alone,
      ...(alone && { userVerification: 'required' })
    }
    return navigator.credentials.create({ publicKey: asked(options) })
  }

  async function take (form) {
    const data = await told(form)
    const key = form.dataset.key === 'create'
      ? await added(form, data.creation_options.publicKey)
      : await navigator.credentials.get({ publicKey: asked(data.request_options.publicKey) })
    form.elements.credential.value = JSON.stringify(answered(key))
    form.submit()
  }

  for (const form of document.querySelectorAll('form[data-key]')) {
    form.addEventListener('submit', function (event) {
      event.preventDefault()
      take(form).catch(function () { document.getElementById('key_failed').hidden = false })
    })
  }
})()
