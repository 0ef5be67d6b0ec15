"""Attempts to send a letter, voided numbers, seals and office wording. No guarded table is rebuilt."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests_flow", "0007_counted_by"),
        ("units", "0006_postcode"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(verbose_name="attempt")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("post", "by post (postal enterprise)"),
                            ("hand", "by hand, with proof of delivery"),
                            ("electronic", "electronically, as asked"),
                            ("pickup", "picked up"),
                        ],
                        max_length=20,
                        verbose_name="way of delivery",
                    ),
                ),
                (
                    "carrier",
                    models.CharField(blank=True, max_length=40, verbose_name="postal enterprise"),
                ),
                (
                    "tracking_number",
                    models.CharField(blank=True, max_length=40, verbose_name="mail number"),
                ),
                ("sent_on", models.DateField(verbose_name="posted, handed over or sent on")),
                ("addressee", models.CharField(max_length=160, verbose_name="addressee")),
                ("address", models.CharField(blank=True, max_length=254, verbose_name="address")),
                ("postcode", models.CharField(blank=True, max_length=12, verbose_name="postcode")),
                ("envelope", models.JSONField(default=dict)),
                ("envelope_digest", models.CharField(blank=True, max_length=64)),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["letter_id", "attempt"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="DispatchResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("delivered", "delivered"),
                            ("refused", "refused by the addressee and left there"),
                            ("returned", "returned"),
                        ],
                        max_length=12,
                        verbose_name="result",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="on")),
                (
                    "received_by",
                    models.CharField(blank=True, max_length=80, verbose_name="signed for by"),
                ),
                ("reason", models.CharField(blank=True, max_length=240, verbose_name="reason")),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Phrase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("outcome_code", models.CharField(max_length=4, verbose_name="outcome")),
                ("field", models.CharField(max_length=40, verbose_name="field")),
            ],
            options={
                "ordering": ["outcome_code", "field", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PhraseVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("title", models.CharField(max_length=60, verbose_name="title")),
                ("text", models.TextField(verbose_name="text")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until"),
                ),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["phrase_id", "version"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("pades", "the organ's certificate (PAdES)"),
                            ("remote", "the seal service"),
                        ],
                        max_length=10,
                    ),
                ),
                ("plain_sha256", models.CharField(max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                ("certificate_subject", models.CharField(max_length=240)),
                ("certificate_sha256", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SealImage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                (
                    "width_mm",
                    models.DecimalField(
                        decimal_places=1, max_digits=4, verbose_name="width in millimetres"
                    ),
                ),
                (
                    "covers_notices",
                    models.BooleanField(
                        default=False, verbose_name="also for letters of procedure"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until"),
                ),
                ("added_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="VoidedLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=240, verbose_name="reason")),
                ("voided_at", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.RemoveConstraint(
            model_name="letter",
            name="one_reply_to_a_case",
        ),
        migrations.AddField(
            model_name="draft",
            name="phrases",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="letter",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="requests_flow.letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_reply", True), ("replaces__isnull", True)),
                fields=("case",),
                name="one_first_reply_to_a_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", False)),
                fields=("replaces",),
                name="a_voided_reply_is_replaced_once",
            ),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="letter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dispatches",
                to="requests_flow.letter",
            ),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="sent_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dispatchresult",
            name="dispatch",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="result",
                to="requests_flow.dispatch",
            ),
        ),
        migrations.AddField(
            model_name="dispatchresult",
            name="proof",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="requests_flow.document",
            ),
        ),
        migrations.AddField(
            model_name="dispatchresult",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="phrase",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="phrases", to="units.unit"
            ),
        ),
        migrations.AddField(
            model_name="phraseversion",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="phraseversion",
            name="phrase",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="requests_flow.phrase",
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="letter",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seal",
                to="requests_flow.letter",
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="sealed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sealimage",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sealimage",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seal_images",
                to="units.unit",
            ),
        ),
        migrations.AddField(
            model_name="sealimage",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="image",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="requests_flow.sealimage",
            ),
        ),
        migrations.AddField(
            model_name="voidedletter",
            name="letter",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="voided",
                to="requests_flow.letter",
            ),
        ),
        migrations.AddField(
            model_name="voidedletter",
            name="voided_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.UniqueConstraint(fields=("letter", "attempt"), name="attempt_once"),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("attempt__gte", 1)), name="attempts_begin_at_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("method", "post"), _negated=True),
                    models.Q(("tracking_number", ""), _negated=True),
                    _connector="OR",
                ),
                name="posted_with_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatchresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "delivered"), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="not_arrived_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="phrase",
            index=models.Index(fields=["unit", "outcome_code"], name="phrase_unit_outcome"),
        ),
        migrations.AddConstraint(
            model_name="phraseversion",
            constraint=models.UniqueConstraint(
                fields=("phrase", "version"), name="phrase_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="phraseversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="phrase_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="phraseversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="phrase_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="sealimage",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("unit",),
                name="one_standing_seal_a_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="sealimage",
            constraint=models.CheckConstraint(
                condition=models.Q(("width_mm__gte", 20), ("width_mm__lte", 60)),
                name="seal_has_a_width",
            ),
        ),
        migrations.AddConstraint(
            model_name="sealimage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="seal_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256", models.F("plain_sha256")), _negated=True),
                name="a_seal_changes_the_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="voidedletter",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="a_void_says_why"
            ),
        ),
    ]
