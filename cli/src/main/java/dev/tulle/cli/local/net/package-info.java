/// The network of an instance: a bridge, a range of addresses, and a network namespace per pod,
/// made with the machine's own `ip` and `nft`.
@NullMarked
package dev.tulle.cli.local.net;

import org.jspecify.annotations.NullMarked;
