"""What was a delivery becomes the first attempt to send its letter.

What was handed over or picked up was signed for on that day; by whom, was not asked then.
"""

from django.db import migrations


def forwards(apps, schema_editor):
    Dispatch = apps.get_model("requests_flow", "Dispatch")
    DispatchResult = apps.get_model("requests_flow", "DispatchResult")
    Delivery = apps.get_model("requests_flow", "Delivery")
    rows = Delivery.objects.select_related("letter__case__applicant").order_by("pk")
    for row in rows.iterator():
        applicant = row.letter.case.applicant
        dispatch = Dispatch.objects.create(
            letter_id=row.letter_id,
            attempt=1,
            method=row.method,
            tracking_number=row.tracking_number,
            sent_on=row.sent_on,
            addressee=row.letter.context.get("addressee") or applicant.name,
            address=applicant.address,
            postcode=applicant.postcode,
            note=row.note,
            sent_by_id=row.delivered_by_id,
            recorded_at=row.recorded_at,
        )
        if row.method in ("hand", "pickup"):
            DispatchResult.objects.create(
                dispatch=dispatch,
                kind="delivered",
                happened_on=row.sent_on,
                recorded_by_id=row.delivered_by_id,
                recorded_at=row.recorded_at,
            )


class Migration(migrations.Migration):
    dependencies = [("requests_flow", "0008_leaving")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
