"""Rows of the directory: people, places, tags, what they are found by, and lists brought in."""

from core.directory.model.imports import DirectoryImport, ImportState, ListKind
from core.directory.model.people import (
    CUSTOMER_NUMBERS,
    PAYMENT_TERMS_DAYS,
    Contact,
    ContactPoint,
    Customer,
    CustomerKind,
    PointKind,
)
from core.directory.model.places import (
    Property,
    PropertyKind,
    PropertyRelationship,
    RelationshipType,
    Role,
    Unit,
)
from core.directory.model.search import CustomerSearch, PropertySearch
from core.directory.model.tags import LONGEST_TAG, CustomerTag, Tag

__all__ = [
    "CUSTOMER_NUMBERS",
    "LONGEST_TAG",
    "PAYMENT_TERMS_DAYS",
    "Contact",
    "ContactPoint",
    "Customer",
    "CustomerKind",
    "CustomerSearch",
    "CustomerTag",
    "DirectoryImport",
    "ImportState",
    "ListKind",
    "PointKind",
    "Property",
    "PropertyKind",
    "PropertyRelationship",
    "PropertySearch",
    "RelationshipType",
    "Role",
    "Tag",
    "Unit",
]
