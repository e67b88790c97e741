#!/bin/sh
# Sets Postfix up from the environment, and runs it in the foreground with its log on standard output.
set -eu
postconf -e \
    "myhostname=${MAIL_NAME:?the name by which other mail servers know this one}" \
    "relayhost=${RELAYHOST:-}" \
    "mydestination=" \
    "inet_interfaces=all" \
    "mynetworks=127.0.0.0/8 ${INNER_NETWORK:?the network of the other containers}" \
    "smtpd_relay_restrictions=permit_mynetworks, reject" \
    "recipient_delimiter=+" \
    "smtp_tls_security_level=may" \
    "message_size_limit=31457280" \
    "maillog_file=/dev/stdout"
exec postfix start-fg
