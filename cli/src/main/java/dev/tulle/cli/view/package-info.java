/// How a running folder is shown: live on a terminal, as lines elsewhere, as tables on request.
@NullMarked
package dev.tulle.cli.view;

import org.jspecify.annotations.NullMarked;
