from django.db import migrations, models
from django.db.models import Q


def remember(apps, _schema_editor):
    """Letters that are in flight, or were repeated, met a server that never answered."""
    dispatches = apps.get_model("letters", "Dispatch").objects
    repeated = apps.get_model("letters", "Event").objects.filter(what="repeated")
    unanswered = Q(in_flight=True) | Q(pk__in=repeated.values("dispatch"))
    dispatches.filter(unanswered).update(perhaps_taken=True)


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0004_own_sending'),
    ]

    operations = [
        migrations.AddField(
            model_name='dispatch',
            name='perhaps_taken',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
