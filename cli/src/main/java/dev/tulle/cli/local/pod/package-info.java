/// What a kubelet does, for processes: runs the containers of pods as processes of this machine,
/// each pod in its own network namespace, probes them, restarts them and ends them.
@NullMarked
package dev.tulle.cli.local.pod;

import org.jspecify.annotations.NullMarked;
