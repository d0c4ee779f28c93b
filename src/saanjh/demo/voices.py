"""The demo's messages: a question that was answered, a complaint that waits, and something for focal persons alone."""

import secrets

from saanjh.demo.world import World
from saanjh.kit.receipts import grouped, read
from saanjh.voices import queries
from saanjh.voices.actions import messages

# category, language, district, words
TOLD = [
    (
        "question",
        "ur",
        "bahawalpur",
        "ہمارے محلے نے دو نشستوں میں گلی کے نلکے کی مرمت چنی تھی۔ کام کب شروع ہوگا؟",
    ),
    (
        "complaint",
        "en",
        "",
        "The evening sessions run so late that many women leave before anything is decided. Could they be at noon?",
    ),
    (
        "unsafe",
        "ur",
        "",
        "نشست کے بعد ایک آدمی لوگوں سے پوچھتا پھرتا ہے کہ کس نے کیا کہا۔ لوگ ڈرنے لگے ہیں اور کچھ نے آنا چھوڑ دیا ہے۔",
    ),
]
ANSWER = """\
پوچھنے کا شکریہ۔ مرمت کا سامان خریدا جا چکا ہے۔ ادارے نے ہمیں بتایا ہے کہ کام اگلے مہینے کے پہلے ہفتے میں شروع ہوگا، \
اور جس دن شروع ہو اس کا اعلان محلے کی اگلی نشست میں کیا جائے گا۔"""


def tell(world: World) -> None:
    """Three messages of yesterday; `world.receipt` is the code of the one that is answered."""
    codes = [
        messages.send(
            world.programme,
            category=category,
            text=words,
            written_in=language,
            secret=secrets.token_bytes(16),
            today=world.ago(1),
            district=world.districts.get(district),
        ).code
        for category, language, district, words in TOLD
    ]
    messages.write_down(world.programme, today=world.today, by=world.system)
    world.receipt = grouped(codes[0])
    asked = queries.under(read(codes[0]))
    assert asked is not None
    officer = world.people["programme_officer"]
    messages.acknowledge(asked, by=officer)
    messages.answer(asked, text=ANSWER, written_in=asked.written_in, by=officer)
