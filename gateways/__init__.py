"""Payment gateways, one folder a vendor: hosted checkout, signed notices. Nobody else imports their SDK."""
