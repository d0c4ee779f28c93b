"""The addresses of the portal that tests go through: pages and sheets after their language, and the machine's."""

PAGES = [
    "/",
    "/map/",
    "/map/?show=people",
    "/map/?show=months",
    "/map/table/",
    "/map/missing/",
    "/initiatives/",
    "/claims/",
    "/how-we-count/",
    "/privacy/",
    "/open-data/",
]
SHEETS = ["/map/table.csv", "/initiatives.csv", "/claims.csv"]
MACHINE = ["/api/v1/initiatives", "/api/v1/districts", "/api/v1/programmes"]
