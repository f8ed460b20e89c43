package dev.tulle.server.loop;

import dev.tulle.core.compile.Compiler;
import dev.tulle.core.world.Change;
import dev.tulle.core.xds.Renderer;
import dev.tulle.core.xds.Resources;
import dev.tulle.core.xds.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns changes into published configuration. Owns one thread, which alone knows the World: it
/// takes all that has arrived, never waits for more, and publishes what came of it. What cannot be
/// compiled leaves the last good state in force.
public final class ControlLoop implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ControlLoop.class);

  /// What a turn of the loop calls, on the loop's thread.
  public interface Outlet {
    void published(Published published);
  }

  private sealed interface Letter {
    record Changes(List<Change> changes) implements Letter {}

    record Wanted(Scope scope) implements Letter {}

    record Forgotten(Scope scope) implements Letter {}

    record Barrier(CompletableFuture<Long> reached) implements Letter {}

    record Stop() implements Letter {}
  }

  private final Admission admission;
  private final Renderer renderer;
  private final Outlet outlet;
  private final BlockingDeque<Letter> mailbox = new LinkedBlockingDeque<>();
  private final AtomicLong failures = new AtomicLong();
  private final Thread thread;

  private final Set<Scope> scopes = new LinkedHashSet<>();
  private Admission.Admitted admitted;
  private @Nullable Published last;

  public ControlLoop(Compiler compiler, Renderer renderer, NewVersions newVersions, Outlet outlet) {
    this.admission = new Admission(compiler, newVersions);
    this.renderer = renderer;
    this.outlet = outlet;
    this.admitted = admission.start();
    this.thread = Thread.ofPlatform().name("control-loop").unstarted(this::run);
  }

  /// Compiles and publishes `initial` before all else: it holds the full first list of every
  /// source, so that nothing is ever served from half a world.
  public void start(Collection<Change> initial) {
    mailbox.addFirst(new Letter.Changes(List.copyOf(initial)));
    thread.start();
  }

  /// Changes are applied in the order of these calls; none is lost.
  public void submit(Collection<Change> changes) {
    mailbox.add(new Letter.Changes(List.copyOf(changes)));
  }

  /// A proxy of this scope has come: from now on the scope is rendered.
  public void want(Scope scope) {
    mailbox.add(new Letter.Wanted(scope));
  }

  /// No proxy of this scope is there any more: it is not rendered until it is wanted again.
  public void forget(Scope scope) {
    mailbox.add(new Letter.Forgotten(scope));
  }

  /// Waits until everything submitted before is published, and returns that sequence.
  public long settle() throws InterruptedException {
    var reached = new CompletableFuture<Long>();
    mailbox.add(new Letter.Barrier(reached));
    try {
      return reached.get();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("a barrier never fails", e);
    }
  }

  /// How many turns ended in a bug of ours.
  public long failures() {
    return failures.get();
  }

  @Override
  public void close() {
    mailbox.add(new Letter.Stop());
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    var letters = new ArrayList<Letter>();
    while (true) {
      letters.clear();
      try {
        letters.add(mailbox.take());
      } catch (InterruptedException e) {
        return;
      }
      mailbox.drainTo(letters);
      turn(letters);
      for (var letter : letters) {
        switch (letter) {
          case Letter.Barrier(var reached) -> reached.complete(last == null ? 0 : last.sequence());
          case Letter.Stop() -> {
            return;
          }
          case Letter.Changes _, Letter.Wanted _, Letter.Forgotten _ -> {}
        }
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // the very same state means that nothing has changed
  private void turn(List<Letter> letters) {
    var changes = new ArrayList<Change>();
    boolean scopesGrew = false;
    for (var letter : letters) {
      switch (letter) {
        case Letter.Changes(var batch) -> changes.addAll(batch);
        case Letter.Wanted(var scope) -> scopesGrew |= scopes.add(scope);
        case Letter.Forgotten(var scope) -> scopes.remove(scope);
        case Letter.Barrier _, Letter.Stop _ -> {}
      }
    }
    try {
      var next = admit(changes);
      if (last == null || scopesGrew || next != admitted) {
        admitted = next;
        publish();
      }
    } catch (RuntimeException e) {
      failed("publishing", e);
    }
  }

  /// All changes at once, or, where that meets a bug of ours, each that can be taken on its own:
  /// one object must not keep the others out.
  private Admission.Admitted admit(List<Change> changes) {
    try {
      return admission.admit(admitted, changes);
    } catch (RuntimeException e) {
      failed("compiling " + changes.size() + " changes", e);
    }
    var current = admitted;
    for (var change : changes) {
      try {
        current = admission.admit(current, List.of(change));
      } catch (RuntimeException e) {
        failed("compiling " + change.name() + ", whose former version stays in force", e);
      }
    }
    return current;
  }

  private void publish() {
    var resources = new LinkedHashMap<Scope, Resources>();
    for (var scope : scopes) {
      resources.put(scope, renderer.render(admitted.compilation().mesh(), scope));
    }
    var next =
        new Published(
            last == null ? 1 : last.sequence() + 1,
            admitted.world(),
            admitted.compilation(),
            new TreeMap<>(admitted.held()),
            Map.copyOf(resources));
    last = next;
    outlet.published(next);
  }

  private void failed(String during, RuntimeException e) {
    failures.incrementAndGet();
    log.error("a bug while {}", during, e);
  }
}
