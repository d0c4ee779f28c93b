"""No field, column or question may ask for what is never stored; counts and facts of organisations may."""

import pytest

from saanjh.kit.forbidden_names import forbidden_kinds, forbidden_name

FORBIDDEN = {
    "name": "beneficiary_name|BeneficiaryName|Name of beneficiary|Names of participants|participants' names"
    "|student full name|مستفید کا نام|شرکاء کے نام|participant naam|child_first_name|Name (participant)"
    "|respondent surname",
    "parent_name": "father_name|Father's Name|fatherName|FATHERS NAME|Father/Husband Name|husband_name"
    "|walid ka naam|Waldiyat|والد کا نام|ولدیت|شوہر کا نام|beneficiary_fathers_name_urdu|name of guardian",
    "identity_number": "cnic|CNIC #|CNIC No.|cnic_number|participantCNIC|cnicNo|NIC|National ID"
    "|national identity card number|ID Card No|B-Form|passport_no|Shanakhti Card|شناختی کارڈ"
    "|شناختی کارڈ نمبر|cnic_hash|Participant CNIC (copy)|ب فارم نمبر",
    "phone": "phone|Phone No.|phone_number|mobile|Mobile Number|mobileNo|Cell #: cell no|Contact Number"
    "|WhatsApp|telephone|Tel|participant_phone_2|فون|فون نمبر|موبائل|موبائل نمبر|رابطہ نمبر|rabta number"
    "|phones|Contact details",
    "religion": "religion|Religion of respondent|religion_code|مذہب|mazhab|What is your religion?"
    "|آپ کا مذہب کیا ہے؟|faith|religious_affiliation|beneficiaryReligion|Religion / caste|religions",
    "sect": "sect|Sect (optional)|maslak|مسلک|firqa|فرقہ|school of thought|participant_sect|fiqh",
    "ethnicity": "ethnicity|ethnic_group|EthnicGroup|ethnic background|qaum|قوم|قومیت|نسل|race",
    "tribe_or_caste": "tribe|tribe_name|Caste|caste/tribe|qabila|قبیلہ|biradari|برادری|ذات|zaat|Tribe and age|clan",
    "political_view": "political_view|politicalViews|Political affiliation|Political party|party affiliation"
    "|سیاسی وابستگی|siyasi jamaat|participant_vote|political opinion",
    "ideology": "ideology|ideologies|نظریہ|nazriya|extremist_views|participant's views|group affiliation",
    "risk_of_a_person": "risk_level|riskLevel|Risk score|risk_rating|participant_risk|at-risk person"
    "|vulnerability_score|radicalisation level|خطرے کی سطح|risk of radicalisation of the youth|watchlist",
    "address": "address|home_address|homeAddress|Residential Address|Permanent address|addresses|پتہ"
    "|گھر کا پتہ|مکمل پتہ|pata|participant_village|beneficiary location",
    "coordinates": "latitude|longitude|lat|lng|Lat/Long|gps|GPS coordinates|geo_point|geopoint|coordinates"
    "|site_latitude|عرض بلد|طول بلد|exact location|plus_code",
    "biometrics": "biometrics|fingerprint|finger print|thumb_impression|Thumb impression of participant"
    "|iris scan|انگوٹھے کا نشان|فنگر پرنٹ|angotha|participant signature",
    "date_of_birth": "date_of_birth|dateOfBirth|DOB|D.O.B.|dob|birth date|Birthday|year of birth"
    "|تاریخ پیدائش|tareekh paidaish",
    "email": "participant_email|Beneficiary e-mail|email of respondent",
    "case_of_a_person": "case_file|criminal record|FIR number",
}
ALLOWED = """name|title|public_label|email|organisation name|organisation_phone|office phone|office_address
registered address|email_address|ip_address|web address|helpline number|bank account|district|tehsil count
sex|age_band|disability|participants|number of participants|participants_total|Number of tribes
number of castes represented|count of religions|قبیلوں کی تعداد|women registered for CNIC|mobile clinics
mobile_responsive|phone survey|phone_interviews_completed|religious leaders reached
interfaith dialogue sessions|freedom of religion or belief|tribal districts|sectarian violence incidents
فرقہ وارانہ ہم آہنگی|قومی|political parties met|theory of change|نظریۂ تبدیلی|grant_risk_level|risk
contextual risk|risk_likelihood|risk register|institutional risk level|key_fingerprint|latest|latency
long description|translation|coordinator|coordination_level|description of birth registration|date
start_date|birth registrations helped|amount_minor|currency|indicator_code|section|objective|aspect|trace
embrace|station|villages covered|location|venue|photo|children reached|person|by|youth clubs
teacher training sessions|story|consent_date|view|overview|vote|votes_for|house|race_to_bottom|n|k|id||123
نام|عنوان|ضلع|تاریخ|خواتین کی تعداد|شرکاء کی تعداد|بجٹ|منصوبہ"""


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, names in FORBIDDEN.items() for name in names.split("|")]
)
def test_what_is_never_stored_may_not_be_asked(kind: str, name: str) -> None:
    assert forbidden_name(name) == kind


@pytest.mark.parametrize("name", [name for line in ALLOWED.split("\n") for name in line.split("|")])
def test_counts_and_facts_of_organisations_may_be_asked(name: str) -> None:
    assert forbidden_name(name) is None


@pytest.mark.parametrize(
    "disguise", ["CNIC\u200b", "c\u200dnic", "ＣＮＩＣ", " Cnic  No ", "شناختى كارڈ", "شَناختی کارڈ", "*CNIC*"]
)
def test_spelling_tricks_do_not_help(disguise: str) -> None:
    assert forbidden_name(disguise) == "identity_number"


def test_every_kind_has_an_example_here() -> None:
    assert forbidden_kinds() == set(FORBIDDEN)
