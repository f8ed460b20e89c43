/// Statuses as patches, and findings as Events; the leader writes them.
@NullMarked
package dev.tulle.server.status;

import org.jspecify.annotations.NullMarked;
