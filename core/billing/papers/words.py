"""The fixed words of papers, in both languages, and how they write days, quantities and rates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from core.billing.tax import excuse_of
from core.language import Language

_TAG = re.compile(r"\{(\w+)\}")
_MONTHS: Mapping[Language, tuple[str, ...]] = {
    Language.ENGLISH: (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
    Language.SPANISH: (
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
        "noviembre", "diciembre",
    ),
}  # fmt: skip
# English first, Spanish second.
_WORDS: Mapping[str, tuple[str, str]] = {
    "invoice": ("Invoice", "Factura"),
    "adjustment": ("Adjustment", "Ajuste"),
    "credit_note": ("Credit note", "Nota de crédito"),
    "receipt": ("Receipt", "Recibo"),
    "statement": ("Statement", "Estado de cuenta"),
    "draft": ("DRAFT", "BORRADOR"),
    "void": ("VOID", "ANULADA"),
    "page": ("Page {n} of {of}", "Página {n} de {of}"),
    "bill_to": ("Bill to", "Facturar a"),
    "service_at": ("Service address", "Lugar del servicio"),
    "issued": ("Date", "Fecha"),
    "due": ("Due", "Vence"),
    "terms": ("Terms", "Plazo"),
    "net_days": ("Net {days} days", "{days} días netos"),
    "on_receipt": ("Due on receipt", "Al recibirla"),
    "po": ("PO number", "Orden de compra"),
    "job": ("Job", "Trabajo"),
    "corrects": ("Corrects invoice", "Corrige la factura"),
    "work": ("Work", "Trabajo"),
    "quantity": ("Qty", "Cant."),
    "price": ("Price", "Precio"),
    "tax": ("Tax", "Impuesto"),
    "amount": ("Amount", "Importe"),
    "discount": ("Discount {amount}", "Descuento {amount}"),
    "subtotal": ("Subtotal", "Subtotal"),
    "discounts": ("Discounts included", "Descuentos incluidos"),
    "sales_tax": ("Sales tax", "Impuesto sobre ventas"),
    "total": ("Total", "Total"),
    "paid": ("Paid and credited", "Pagado y acreditado"),
    "used": ("Counted towards invoices", "Aplicado a facturas"),
    "balance": ("Amount due", "Saldo a pagar"),
    "credit": ("Credit to you", "Crédito a su favor"),
    "credit_left": ("Credit still unused", "Crédito sin usar"),
    "exempt": (
        "Tax exempt: certificate on file.",
        "Exento de impuestos: certificado en archivo.",
    ),
    "exempt_until": (
        "Tax exempt: certificate on file, valid until {day}.",
        "Exento de impuestos: certificado en archivo, válido hasta el {day}.",
    ),
    "exempt_by": ("Tax exempt: {reference}.", "Exento de impuestos: {reference}."),
    "reason": ("Reason: {reason}", "Motivo: {reason}"),
    "slip": (
        "Please return this part with your payment",
        "Por favor devuelva esta parte con su pago",
    ),
    "enclosed": ("Amount enclosed", "Importe incluido"),
    "questions": (
        "Questions? Call {phone} or write to {email}.",
        "¿Preguntas? Llame al {phone} o escriba a {email}.",
    ),
    "unprintable": (
        "{mark} stands for letters or signs that cannot be printed here.",
        "{mark} está en lugar de letras o signos que no se pueden imprimir aquí.",
    ),
    "received_from": ("Received from", "Recibido de"),
    "received": ("Received", "Recibido"),
    "how": ("How", "Forma de pago"),
    "check_number": ("Check number", "Número de cheque"),
    "thanks": ("Thank you. We received", "Gracias. Recibimos"),
    "gave_back": ("We gave back to you", "Le devolvimos"),
    "counted": ("Counted towards", "Aplicado a"),
    "of_invoice": ("Invoice {number}", "Factura {number}"),
    "still_owed": ("Still owed on it", "Queda por pagar"),
    "unapplied": (
        "{amount} is not used yet and stays as credit on your account.",
        "{amount} no se ha usado y queda como crédito en su cuenta.",
    ),
    "account": ("Account", "Cuenta"),
    "customer_number": ("Customer number", "Número de cliente"),
    "period": ("Period", "Periodo"),
    "as_of": ("As of", "Al"),
    "opening": ("Opening balance", "Saldo inicial"),
    "charges": ("Charges", "Cargos"),
    "payments": ("Payments and credits", "Pagos y créditos"),
    "running": ("Balance", "Saldo"),
    "overdue": ("Overdue", "Vencido"),
    "closing": ("Closing balance", "Saldo final"),
    "open_total": ("Open items", "Partidas abiertas"),
    "on_account": ("On the account itself", "En la cuenta misma"),
    "subtotal_of": ("Subtotal", "Subtotal"),
    "day": ("Date", "Fecha"),
    "what": ("What", "Concepto"),
    "original": ("Original", "Original"),
    "open": ("Open", "Pendiente"),
    "nothing": ("Nothing moved in these days.", "No hubo movimientos en estos días."),
    "changed_since": (
        "Entries made after this statement was sent changed these days: the balance on {day} is now {amount}.",
        "Movimientos anotados después de este envío cambiaron estos días: el saldo al {day} es ahora {amount}.",
    ),
    "worked_out_anew": (
        "Later entries are included here. As it was sent, the balance on {day} was {amount}.",
        "Incluye movimientos posteriores. Cuando se envió, el saldo al {day} era {amount}.",
    ),
    "nothing_open": ("Nothing is open.", "No hay partidas abiertas."),
    "how_old": ("How old it is", "Antigüedad del saldo"),
    "current": ("Not yet due", "Por vencer"),
    "to_30": ("1-30 days", "1-30 días"),
    "to_60": ("31-60 days", "31-60 días"),
    "to_90": ("61-90 days", "61-90 días"),
    "over_90": ("Over 90 days", "Más de 90 días"),
    "unused": ("Unused credit", "Crédito sin usar"),
    "movement.invoice": ("Invoice {number}", "Factura {number}"),
    "movement.adjustment": ("Adjustment {number}", "Ajuste {number}"),
    "movement.credit_note": ("Credit note {number}", "Nota de crédito {number}"),
    "movement.void": ("Invoice {number} voided", "Factura {number} anulada"),
    "movement.void_adjustment": ("Adjustment {number} voided", "Ajuste {number} anulado"),
    "movement.void_credit_note": (
        "Credit note {number} voided",
        "Nota de crédito {number} anulada",
    ),
    "movement.payment": ("Payment, {words}", "Pago, {words}"),
    "movement.refund": ("Refund, {words}", "Reembolso, {words}"),
    "movement.reversal": (
        "Payment returned by the bank, {words}",
        "Pago devuelto por el banco, {words}",
    ),
    "movement.paid_by_other": (
        "Invoice {number} paid by {words}",
        "Factura {number} pagada por {words}",
    ),
    "movement.paid_for_other": (
        "Used for invoice {number} of {words}",
        "Usado para la factura {number} de {words}",
    ),
    "method.card": ("card", "tarjeta"),
    "method.check": ("check", "cheque"),
    "method.cash": ("cash", "efectivo"),
    "method.ach": ("bank transfer", "transferencia"),
    "method.financing": ("financing", "financiamiento"),
    "po_of": (", PO {po}", ", OC {po}"),
}


def word(name: str, language: Language, **values: str) -> str:
    """One fixed word or sentence. Raises KeyError for a name nobody wrote."""
    english, spanish = _WORDS[name]
    said = spanish if language is Language.SPANISH else english
    # In one pass: a value that looks like a tag stays what it is.
    return _TAG.sub(lambda tag: values.get(tag[1], tag[0]), said)


def exemption(reference: str, language: Language) -> str:
    """Why a document carries no tax. reference: as it was frozen with it."""
    excuse = excuse_of(reference)
    if excuse is None:
        return word("exempt_by", language, reference=reference)
    if excuse.until is None:
        return word("exempt", language)
    return word("exempt_until", language, day=long_day(excuse.until, language))


def names() -> Mapping[str, tuple[str, str]]:
    """Every word in both languages, for whoever checks that they fit."""
    return _WORDS


def long_day(day: date, language: Language) -> str:
    """`March 2, 2026` or `2 de marzo de 2026`."""
    month = _MONTHS[language][day.month - 1]
    if language is Language.SPANISH:
        return f"{day.day} de {month} de {day.year}"
    return f"{month} {day.day}, {day.year}"


def short_day(day: date, language: Language) -> str:
    """`Mar 2, 2026` or `2 mar 2026`: in tables."""
    month = _MONTHS[language][day.month - 1][:3]
    if language is Language.SPANISH:
        return f"{day.day} {month} {day.year}"
    return f"{month} {day.day}, {day.year}"


def quantity(thousandths: int) -> str:
    """2500 is `2.5`."""
    whole, rest = divmod(abs(thousandths), 1000)
    sign = "-" if thousandths < 0 else ""
    return f"{sign}{whole}" + (f".{rest:03d}".rstrip("0") if rest else "")


def rate(thousandths: int) -> str:
    """8250 is `8.25 %`."""
    return f"{quantity(thousandths)} %"
