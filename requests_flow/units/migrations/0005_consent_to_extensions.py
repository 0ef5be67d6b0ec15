from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0004_courts_and_review_addresses"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="unit",
            options={
                "default_permissions": (),
                "ordering": ["id"],
                "permissions": [
                    ("read_cases", "read cases"),
                    ("register_cases", "register applications"),
                    ("review_cases", "review applications and assign them"),
                    ("extend_deadlines", "consent to putting an answer off"),
                    ("handle_cases", "handle cases"),
                    ("check_secrecy", "check secrecy"),
                    ("review_in_law", "review replies in law"),
                    ("sign_replies", "sign replies"),
                    ("deliver_letters", "issue and deliver letters"),
                    ("archive_cases", "archive cases"),
                    ("oversee_cases", "oversee deadlines"),
                    ("keep_calendar", "keep the calendar of days off"),
                ],
                "verbose_name": "unit",
            },
        ),
    ]
