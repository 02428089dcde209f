# Sourced by the scripts beside it: fail early, work from the checkout, lean on nothing of the account's.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "== $*" >&2; }
fail() {
    printf '%s\n' "$@" >&2
    exit 1
}
is_debian_root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }
apt_install() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# uv and npm keep their caches below HOME; where that cannot be written they get a folder here.
if ! { [ -d "${HOME:-}" ] && [ -w "$HOME" ]; }; then
    export HOME="$PWD/var/home"
    mkdir -p "$HOME"
fi

# The machine's own certificate bundle: it knows the authority of a proxy that stands before the registries.
bundle=/etc/ssl/certs/ca-certificates.crt
if [ -r "$bundle" ]; then
    export SSL_CERT_FILE=${SSL_CERT_FILE:-$bundle}
    export PIP_CERT=${PIP_CERT:-$bundle}
    export NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-$bundle}
fi
