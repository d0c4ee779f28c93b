// Says in words that a passkey or security key failed; the sign-in library only tells the browser's console.
document.addEventListener('allauth.error', function (event) {
  event.preventDefault()
  const words = document.getElementById('key_failed')
  if (words) words.hidden = false
})
