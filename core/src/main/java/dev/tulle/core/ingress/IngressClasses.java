package dev.tulle.core.ingress;

import dev.tulle.core.ingress.ReadIngress.ClassChoice;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Condition.Truth;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.Severity;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// Who serves which Ingress, decided from all IngressClasses.
final class IngressClasses {

  /// The controller name of an IngressClass that we serve.
  static final String CONTROLLER = "tulle.dev/ingress";

  private static final String DEFAULT_ANNOTATION = "ingressclass.kubernetes.io/is-default-class";
  private static final String CLASS_KIND = "IngressClass ";

  /// Whether an Ingress is ours.
  sealed interface Verdict {
    record Ours() implements Verdict {}

    /// Another controller's, and nothing is wrong with that.
    record Others(String message) implements Verdict {}

    /// Nobody's, which its user will not have meant.
    record Nobodys(String field, String reason, String message, String cure) implements Verdict {}
  }

  private final String ownName;
  private final SortedMap<ObjectName, IngressClass> classes;
  private final Optional<IngressClass> byDefault;

  IngressClasses(String ownName, SortedMap<ObjectName, IngressClass> classes) {
    this.ownName = ownName;
    this.classes = classes;
    this.byDefault = defaults(classes).stream().findFirst();
  }

  /// The newest first, which is the one that a Kubernetes API server writes into an Ingress.
  private static List<IngressClass> defaults(SortedMap<ObjectName, IngressClass> classes) {
    return classes.values().stream()
        .filter(
            c -> Given.text(c.getMetadata().getAnnotations(), DEFAULT_ANNOTATION).equals("true"))
        .sorted(
            Comparator.comparing(
                    (IngressClass c) -> Given.text(c.getMetadata().getCreationTimestamp()))
                .reversed()
                .thenComparing(IngressClasses::name))
        .toList();
  }

  Verdict verdict(ClassChoice choice) {
    return switch (choice) {
      case ClassChoice.Named(var field, var className) -> named(field, className);
      case ClassChoice.Unspecified() -> unspecified();
    };
  }

  private Verdict named(String field, String className) {
    var found = classes.values().stream().filter(c -> name(c).equals(className)).findFirst();
    if (found.isPresent()) {
      return ours(found.get()) ? new Verdict.Ours() : others(found.get());
    }
    return className.equals(ownName)
        ? new Verdict.Ours()
        : new Verdict.Nobodys(
            field,
            "IngressClassNotFound",
            "asks for IngressClass " + className + ", which does not exist",
            "write " + ownName + " instead, or leave the class out");
  }

  private Verdict unspecified() {
    if (byDefault.isPresent()) {
      return ours(byDefault.get()) ? new Verdict.Ours() : others(byDefault.get());
    }
    var ours = classes.values().stream().filter(IngressClasses::ours).findFirst();
    return ours.isEmpty()
        ? new Verdict.Ours()
        : new Verdict.Nobodys(
            "spec",
            "NoIngressClass",
            "names no IngressClass, and none is the default",
            "add ingressClassName: " + name(ours.get()) + " to spec");
  }

  private static Verdict others(IngressClass other) {
    return new Verdict.Others(
        CLASS_KIND + name(other) + " belongs to the controller " + controller(other));
  }

  /// What became of each class; those of other controllers are said to be theirs.
  List<ObjectStatus> statuses() {
    var statuses = new ArrayList<ObjectStatus>();
    var defaults = defaults(classes);
    classes.forEach((name, each) -> statuses.add(status(name, each, defaults)));
    return statuses;
  }

  private static ObjectStatus status(
      ObjectName name, IngressClass each, List<IngressClass> defaults) {
    if (!ours(each)) {
      var message = "belongs to the controller " + controller(each);
      var condition = new Condition("Accepted", Truth.FALSE, "OtherController", message);
      return new ObjectStatus(name, List.of(condition), List.of());
    }
    var findings = new ArrayList<Finding>();
    if (each.getSpec().getParameters() != null) {
      findings.add(
          new Finding(
              Severity.WARNING,
              name,
              "spec.parameters",
              "UnsupportedParameters",
              name + " has parameters, which are not used",
              "remove spec.parameters"));
    }
    if (defaults.size() > 1 && defaults.contains(each)) {
      findings.add(
          new Finding(
              Severity.WARNING,
              name,
              "metadata.annotations",
              "SeveralDefaults",
              name + " is one of several default classes; " + name(defaults.getFirst()) + " counts",
              "leave the annotation " + DEFAULT_ANNOTATION + " on one of them"));
    }
    var condition = new Condition("Accepted", Truth.TRUE, "Accepted", "");
    return new ObjectStatus(name, List.of(condition), findings);
  }

  private static boolean ours(IngressClass each) {
    return controller(each).equals(CONTROLLER);
  }

  private static String controller(IngressClass each) {
    return each.getSpec() == null ? "" : Given.text(each.getSpec().getController());
  }

  private static String name(IngressClass each) {
    return Given.text(each.getMetadata().getName());
  }
}
