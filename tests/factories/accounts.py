"""Users, valid by default."""

import factory
from factory.django import DjangoModelFactory

from mla_portal.accounts.models import User


class UserFactory(DjangoModelFactory[User]):
    """An active person. Give `password` to let them sign in."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    full_name = factory.Sequence(lambda number: f"Person {number}")
    job_title = "Adviser"

    @factory.post_generation
    def password(self: User, create: bool, extracted: str | None, **kwargs: object) -> None:
        self.set_password(extracted) if extracted else self.set_unusable_password()
        if create:
            self.save(update_fields=["password"])
