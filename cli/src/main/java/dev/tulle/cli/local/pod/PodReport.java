package dev.tulle.cli.local.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A pod as it was last reported: told to the listener at each change, and kept on disk for a later
/// Tulle. Changed by the pod's own thread alone; anyone may read the pod or ask for its end.
final class PodReport {

  private static final Logger LOG = LoggerFactory.getLogger(PodReport.class);

  private final PodListener listener;
  private final PodFolder folder;
  private volatile Pod pod;
  private volatile @Nullable Deletion deletion;
  private boolean unsaved;

  PodReport(PodListener listener, PodFolder folder, Pod pod) {
    this.listener = listener;
    this.folder = folder;
    this.pod = pod;
  }

  /// As it was last reported; marked as ending from the moment that its end is asked for.
  Pod marked() {
    var mark = deletion;
    return mark == null ? pod : mark.mark(pod);
  }

  Pod pod() {
    return pod;
  }

  void willEnd(Deletion mark) {
    deletion = mark;
  }

  /// Tells that the pod is being ended.
  void ends(Deletion mark) {
    if (pod.getMetadata().getDeletionTimestamp() == null) {
      tell(mark.mark(pod));
    }
  }

  /// Tells of a status, if it is another than before.
  void has(PodStatus status) {
    if (!status.equals(pod.getStatus())) {
      tell(new PodBuilder(pod).withStatus(status).build());
    }
  }

  void gone() {
    listener.gone(pod);
  }

  /// Keeps the pod on disk: once nothing else is left to do, as nobody waits for it.
  void save() {
    if (unsaved) {
      unsaved = false;
      try {
        folder.write(pod);
      } catch (IOException e) {
        LOG.warn("{} cannot be taken over as it is: {}", PodNames.text(pod), e.getMessage());
      }
    }
  }

  private void tell(Pod next) {
    pod = next;
    unsaved = true;
    listener.changed(next);
  }
}
