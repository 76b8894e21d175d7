"""Tables of the built-in SuiteProjects Pro account: sign-in users, records, audit trail."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower

from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.projects.roles import PERMISSIONS, Permission, Role


class UserManager(BaseUserManager["User"]):
    """Makes users and finds them by e-mail address, any case."""

    def create_user(self, email: str, name: str, role: Role, password: str | None) -> User:
        """Make a user; ``password`` ``None`` makes one who cannot sign in."""
        user = User(email=email.strip().lower(), name=name, role=role)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user with this address (how Django's sign-in finds it)."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in to Landbridge. Owners of runs and authors in the audit trail are users."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=40, choices=Role.choices)
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ("name", "email")
        constraints = (
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_is_known"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_is_lower_case"),
        )

    def __str__(self) -> str:
        return self.name or self.email

    def may(self, permission: Permission) -> bool:
        """Return whether the user is active and the role has ``permission``."""
        return self.is_active and permission in PERMISSIONS[self.role]

    @property
    def is_administrator(self) -> bool:
        """Whether the user is an active administrator."""
        return self.is_active and self.role == Role.ADMINISTRATOR


class NetSuiteNumber(models.Func):
    """A NetSuite id as a number (migration 0004), that of a line (``5-1``) as its record's.

    Nothing for an empty one, the highest number for one that is no number.
    """

    function = "projects_netsuite_number"
    arity = 1
    output_field = models.BigIntegerField()


class UsualNetSuiteId(models.Func):
    """What a record holds in the usual NetSuite-ID field of its table (migration 0005)."""

    function = "projects_netsuite_id"
    output_field = models.TextField()

    def __init__(self) -> None:
        super().__init__(models.F("fields"), models.F("type"))


class Owner(models.Func):
    """The internal id of the record to which a record belongs (migration 0005), nothing where it belongs to none."""

    function = "projects_owner"
    output_field = models.TextField()

    def __init__(self) -> None:
        super().__init__(models.F("fields"), models.F("type"))


OWNED = tuple(kind.table for kind in SPP_TYPES.values() if kind.belongs_to)
"""The tables whose records belong to others."""


class SppRecord(models.Model):
    """One record of the built-in account.

    ``account`` is the database id of the SuiteProjects Pro account, so that a sandbox's records never mix with production's. The key is
    the internal id (``spp_id``), counted over all tables. ``name`` repeats the type's name field for matching. ``source_modified`` is the
    version, on NetSuite's clock, of the last write that came from NetSuite. ``deleted_in_netsuite_at`` marks a record that was deleted
    there.
    """

    account = models.CharField(max_length=60)
    type = models.CharField(max_length=40)
    name = models.TextField()
    fields = models.JSONField(default=dict)
    source_modified = models.DateTimeField(null=True, blank=True)
    deleted_in_netsuite_at = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField()
    updated = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index("account", "type", Lower("name"), name="spprecord_name"),
            models.Index("account", "type", models.F("updated").desc(), name="spprecord_updated"),
            models.Index(
                "account", "type", NetSuiteNumber(UsualNetSuiteId()), name="spprecord_nsids_in_order"
            ),
            models.Index(
                "account",
                "type",
                models.F("updated").desc(),
                condition=Q(deleted_in_netsuite_at__isnull=False),
                name="spprecord_deleted_there",
            ),
            models.Index("account", Owner(), condition=Q(type__in=OWNED), name="spprecord_owner"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(type__in=list(SPP_TYPES)), name="spprecord_type_is_known"),
            models.UniqueConstraint("account", "type", UsualNetSuiteId(), name="spprecord_netsuite_id"),
            models.UniqueConstraint(
                models.F("account"), Lower("name"), condition=Q(type="user"), name="spprecord_user_nickname"
            ),
            models.UniqueConstraint(
                models.F("account"),
                KeyTextTransform("customerid", "fields"),
                Lower("name"),
                condition=Q(type="project"),
                name="spprecord_project_name_of_customer",
            ),
        )

    def __str__(self) -> str:
        return f"{self.type} {self.pk} {self.name}"

    @property
    def spp_id(self) -> str:
        """The internal id, as SuiteProjects Pro's APIs give it: text of digits."""
        return str(self.pk)

    @property
    def netsuite_id(self) -> str:
        """The first NetSuite id that it holds, empty where it holds none."""
        held = (self.fields.get(name) for name in SPP_TYPES[self.type].netsuite_id_fields)
        return next((str(one) for one in held if one), "")

    @property
    def described(self) -> str:
        """Who or what it is, where the name alone may not say so; empty for a type whose name does."""
        parts = (self.fields.get(name) for name in SPP_TYPES[self.type].described_by)
        return " ".join(str(part) for part in parts if part)


class SppKey(models.Model):
    """A value that only one record of a table may have, beside its usual NetSuite ID and its name: another NetSuite ID, a number."""

    account = models.CharField(max_length=60)
    type = models.CharField(max_length=40)
    field = models.CharField(max_length=100)
    value = models.CharField(max_length=255)
    record = models.ForeignKey(SppRecord, on_delete=models.CASCADE, related_name="keys")

    class Meta:
        indexes = (models.Index("account", "type", "field", NetSuiteNumber("value"), name="sppkey_in_order"),)
        constraints = (
            models.UniqueConstraint(fields=("account", "type", "field", "value"), name="sppkey_is_unique"),
        )

    def __str__(self) -> str:
        return f"{self.type} {self.record_id} {self.field}"


class AuditEntry(models.Model):
    """One field of one record, changed. Rows are only ever added; the database refuses to rewrite them."""

    record = models.ForeignKey(SppRecord, on_delete=models.CASCADE, related_name="audit")
    field = models.CharField(max_length=100)
    before: models.JSONField[Any, Any] = models.JSONField(null=True)
    after: models.JSONField[Any, Any] = models.JSONField(null=True)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=150)
    via = models.CharField(max_length=40, blank=True)
    run_id = models.BigIntegerField(null=True)
    source_modified = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (
            models.Index("record", models.F("at").desc(), name="auditentry_of_record"),
            models.Index("run_id", name="auditentry_of_run"),
        )

    def __str__(self) -> str:
        return f"{self.record_id} {self.field}"
