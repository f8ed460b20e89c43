package dev.tulle.cli.local.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/// What looks after the pods of one kind of object. It is given the object and the pods that it
/// owns, in the order of their names, those on their way out among them.
interface Controller<T extends HasMetadata> {

  Class<T> type();

  /// The kind, as an owner reference names it.
  String kind();

  Plan plan(T object, List<ObservedPod> pods, Round round);
}
