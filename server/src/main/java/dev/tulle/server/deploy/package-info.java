/// The objects that the proxies of gateways are made of; the leader applies them.
@NullMarked
package dev.tulle.server.deploy;

import org.jspecify.annotations.NullMarked;
