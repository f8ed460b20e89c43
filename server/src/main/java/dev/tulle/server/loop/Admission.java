package dev.tulle.server.loop;

import dev.tulle.core.compile.Compilation;
import dev.tulle.core.compile.Compiler;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.Severity;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Decides which version of each object is in force. Where `NewVersions` says so, one that has an
/// error where the version before had none is held back, and tried again with every later change:
/// so a file saved with a name misspelt, or a moment before the file it refers to, breaks nothing.
final class Admission {

  /// `world` is in force and `compilation` came of it; `waiting` are newer versions of some of its
  /// objects that are held back, `held` what is wrong with them.
  record Admitted(
      World world,
      Compilation compilation,
      Map<ObjectName, Change> waiting,
      SortedMap<ObjectName, ObjectStatus> held) {}

  private final Compiler compiler;
  private final NewVersions newVersions;

  Admission(Compiler compiler, NewVersions newVersions) {
    this.compiler = compiler;
    this.newVersions = newVersions;
  }

  Admitted start() {
    return new Admitted(World.empty(), compiler.compile(World.empty()), Map.of(), new TreeMap<>());
  }

  /// The state after the changes; `before` itself where they change nothing.
  Admitted admit(Admitted before, Collection<Change> changes) {
    var candidates = new LinkedHashMap<>(before.waiting());
    for (var change : changes) {
      candidates.remove(change.name());
      candidates.put(change.name(), change);
    }
    var world = before.world().with(candidates.values());
    if (world == before.world()) {
      return before.waiting().isEmpty() ? before : without(before);
    }
    var compilation = compiler.compile(world);
    var broken =
        switch (newVersions) {
          case TAKEN -> List.<ObjectName>of();
          case HELD_BACK_IF_BROKEN -> broken(before, compilation, candidates);
        };
    if (broken.isEmpty()) {
      return new Admitted(world, compilation, Map.of(), new TreeMap<>());
    }
    return hold(before, candidates, compilation, broken);
  }

  /// Takes all but what is broken. A broken object whose former version would be broken too is
  /// taken nevertheless: holding it back would save nothing.
  private Admitted hold(
      Admitted before,
      Map<ObjectName, Change> candidates,
      Compilation attempt,
      List<ObjectName> broken) {
    var waiting = new LinkedHashMap<ObjectName, Change>();
    broken.forEach(name -> waiting.put(name, required(candidates, name)));
    var taken = new ArrayList<Change>(candidates.values());
    taken.removeAll(waiting.values());
    var compilation = compiler.compile(before.world().with(taken));
    for (var name : broken) {
      if (hasError(compilation, name)) {
        taken.add(required(waiting, name));
        waiting.remove(name);
      }
    }
    var world = before.world().with(taken);
    var held = new TreeMap<ObjectName, ObjectStatus>();
    waiting
        .keySet()
        .forEach(name -> status(attempt, name).ifPresent(status -> held.put(name, status)));
    return new Admitted(world, compiler.compile(world), new HashMap<>(waiting), held);
  }

  private static List<ObjectName> broken(
      Admitted before, Compilation attempt, Map<ObjectName, Change> candidates) {
    var broken = new ArrayList<ObjectName>();
    for (var candidate : candidates.values()) {
      var name = candidate.name();
      if (candidate.object().isPresent()
          && before.world().contains(name)
          && hasError(attempt, name)
          && !hasError(before.compilation(), name)) {
        broken.add(name);
      }
    }
    return broken;
  }

  private static boolean hasError(Compilation compilation, ObjectName name) {
    return status(compilation, name).stream()
        .flatMap(status -> status.findings().stream())
        .map(Finding::severity)
        .anyMatch(Severity.ERROR::equals);
  }

  private static Optional<ObjectStatus> status(Compilation compilation, ObjectName name) {
    return Optional.ofNullable(compilation.statuses().get(name));
  }

  private static Admitted without(Admitted before) {
    return new Admitted(before.world(), before.compilation(), Map.of(), new TreeMap<>());
  }

  private static Change required(Map<ObjectName, Change> changes, ObjectName name) {
    var change = changes.get(name);
    if (change == null) {
      throw new IllegalStateException(name + " was a candidate a moment ago");
    }
    return change;
  }
}
