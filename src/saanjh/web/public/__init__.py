"""The portal: open to all, no account, no cookie, no script; cacheable."""
