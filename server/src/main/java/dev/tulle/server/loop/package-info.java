/// The one writer: mailbox → World → compile → publish; it keeps the last good result.
@NullMarked
package dev.tulle.server.loop;

import org.jspecify.annotations.NullMarked;
