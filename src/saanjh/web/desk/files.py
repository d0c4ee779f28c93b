"""Files are handed out, never shown in place: as a download that a browser will not run."""

from django.http import HttpResponse
from django.urls import path

from saanjh.ground import files
from saanjh.ground.models import Purpose, StoredFile
from saanjh.web.downloads import POLICY, attachment
from saanjh.web.guards import DeskRequest, signed_in

ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
}


@signed_in(finds=StoredFile, methods=("GET",), sensitive=Purpose.DOWNLOAD)
def file(request: DeskRequest, stored: StoredFile) -> HttpResponse:
    """The file's bytes, for those who may see a thing that it belongs to; opening a restricted one is written down."""
    content = files.content_of(stored.digest)
    if stored.is_sensitive:
        content = files.unsealed(content, stored.public_id)
    response = HttpResponse(content, content_type=stored.media_type, headers=HEADERS)
    response["Content-Disposition"] = attachment(stored.public_id, ENDINGS[stored.media_type])
    return response


urlpatterns = [path("files/<str:id>/", file, name="file")]
