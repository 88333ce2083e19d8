"""The carrier emulator: an outside world that speaks Twilio's and SendGrid's own HTTP interfaces.

It imports no room of the product and no vendor's SDK; it meets Fixline only over HTTP.
"""
