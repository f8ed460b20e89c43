package dev.tulle.cli.local.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What it takes to start one container, or why it cannot start.
sealed interface Launch {

  /// A program with everything it is given. `user` is absent where it runs as Tulle itself does.
  record Ready(
      List<String> command, Map<String, String> environment, Path folder, Optional<User> user)
      implements Launch {}

  /// The pod's YAML, or something it refers to, keeps it from starting until that changes.
  /// `retried` tells whether the change may lie outside the pod.
  record Refused(String reason, String message, boolean retried) implements Launch {}

  /// It was started and could not be: what Kubernetes calls a StartError.
  record Failed(String message) implements Launch {}

  /// Whom a container runs as, by number.
  record User(long user, long group) {

    /// The beginning of a command line that makes the rest of it run as this user.
    List<String> enter(String setpriv) {
      return List.of(setpriv, "--reuid=" + user, "--regid=" + group, "--clear-groups");
    }
  }

  /// Where a container starts from: the folder that relative paths are relative to, and the
  /// variables that every container has before its own.
  record Origin(Path folder, Map<String, String> environment) {

    private static final List<String> PASSED = List.of("LANG", "TZ", "JAVA_HOME");
    private static final String PATH =
        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// A clean base: of this program's own environment only PATH, HOME, LANG, TZ and JAVA_HOME.
    static Origin of(Path folder, Map<String, String> own) {
      var base = new LinkedHashMap<String, String>();
      base.put("PATH", own.getOrDefault("PATH", PATH));
      base.put("HOME", own.getOrDefault("HOME", "/root"));
      for (var name : PASSED) {
        var value = own.get(name);
        if (value != null) {
          base.put(name, value);
        }
      }
      return new Origin(folder, base);
    }
  }

  static Launch of(Container container, PodPlace place, References references, Origin origin) {
    var subject = "Container %s of %s".formatted(container.getName(), name(place));
    if (container.getCommand().isEmpty()) {
      return new Refused(
          "NoCommand",
          subject
              + " has no `command`, and images are not pulled here: add `command:` with a program"
              + " of this machine.",
          false);
    }
    return switch (Environment.of(container, place, references)) {
      case Environment.Unresolved(String message) ->
          new Refused("CreateContainerConfigError", message, true);
      case Environment.Values(Map<String, String> own) ->
          withEnvironment(container, place, own, origin);
    };
  }

  private static Launch withEnvironment(
      Container container, PodPlace place, Map<String, String> own, Origin origin) {
    var subject = "Container %s of %s".formatted(container.getName(), name(place));
    var user = user(container, place.pod().getSpec());
    if (user.filter(it -> it.user() != 0).isEmpty()
        && wantsNonRoot(container, place.pod().getSpec())) {
      return new Refused(
          "CreateContainerConfigError",
          subject + " has `runAsNonRoot` but runs as root: add `runAsUser:` with a user's number.",
          false);
    }
    var variables = new LinkedHashMap<>(origin.environment());
    variables.put("HOSTNAME", Hostnames.hostname(place.pod()));
    if (user.filter(it -> it.user() != 0).isPresent()) {
      variables.put("HOME", "/");
    }
    variables.putAll(place.sidecar().environment(user.map(User::user).orElse(0L)));
    variables.putAll(own);
    var command = new ArrayList<>(Variables.expand(container.getCommand(), own));
    command.addAll(Variables.expand(container.getArgs(), own));
    var folder = folder(container, origin);
    if (!Files.isDirectory(folder)) {
      return new Failed(
          subject + " cannot start: its working directory " + folder + " is not there; make it.");
    }
    if (!found(command.getFirst(), folder, variables.getOrDefault("PATH", ""))) {
      return new Failed(
          "%s cannot start: there is no program `%s` on this machine; install it, or name another."
              .formatted(subject, command.getFirst()));
    }
    return new Ready(List.copyOf(command), Map.copyOf(variables), folder, user);
  }

  private static Path folder(Container container, Origin origin) {
    var wanted = container.getWorkingDir();
    return wanted == null || wanted.isEmpty()
        ? origin.folder()
        : origin.folder().resolve(wanted).normalize();
  }

  private static boolean found(String program, Path folder, String path) {
    try {
      if (program.contains("/")) {
        return Files.isExecutable(folder.resolve(program));
      }
      for (var entry : path.split(":", -1)) {
        var candidate = folder.resolve(entry).resolve(program);
        if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
          return true;
        }
      }
      return false;
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /// The numbers of the users that a pod's containers run as.
  static Set<Long> users(PodSpec spec) {
    return Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
        .map(container -> user(container, spec).map(User::user).orElse(0L))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<User> user(Container container, PodSpec spec) {
    var own = container.getSecurityContext();
    var shared = spec.getSecurityContext();
    var user = own == null ? null : own.getRunAsUser();
    var group = own == null ? null : own.getRunAsGroup();
    if (shared != null) {
      user = user == null ? shared.getRunAsUser() : user;
      group = group == null ? shared.getRunAsGroup() : group;
    }
    if (user == null && group == null) {
      return Optional.empty();
    }
    // Without a group Kubernetes takes the image's, or root's; here root's would be the machine's.
    var number = user == null ? 0 : user;
    return Optional.of(new User(number, group == null ? number : group));
  }

  private static boolean wantsNonRoot(Container container, PodSpec spec) {
    var own = container.getSecurityContext();
    if (own != null && own.getRunAsNonRoot() != null) {
      return own.getRunAsNonRoot();
    }
    var shared = spec.getSecurityContext();
    return shared != null && Boolean.TRUE.equals(shared.getRunAsNonRoot());
  }

  private static String name(PodPlace place) {
    var meta = place.pod().getMetadata();
    return "Pod " + meta.getNamespace() + "/" + meta.getName();
  }
}
