package dev.tulle.cli.local.pod;

import dev.tulle.cli.local.net.PodNetwork;
import dev.tulle.cli.local.pod.ContainerRun.Phase;
import dev.tulle.cli.local.pod.PodPlan.Outcome;
import dev.tulle.cli.local.pod.PodPlan.Step;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns the virtual thread of one pod: it takes what happens one after the other, does what the
/// plan asks for, and reports the pod whenever its status has changed. Whatever takes time (a
/// probe, a hook, an end) has a thread of its own and comes back as an event.
final class PodWorker {

  private static final Logger LOG = LoggerFactory.getLogger(PodWorker.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Machine machine;
  private final PodFolder folder;
  private final Runnable release;
  private final LinkedBlockingQueue<PodEvent> mailbox = new LinkedBlockingQueue<>();
  private final Map<String, ContainerProcess> processes = new HashMap<>();
  private final CompletableFuture<@Nullable Void> gone = new CompletableFuture<>();
  private final Probes probes;
  private final PodSandbox sandbox;
  private final Thread thread;
  private Beginning beginning;
  private final String title;
  private final PodReport report;
  private PodRun run;
  private Outcome outcome = Outcome.ONGOING;
  private boolean prepared;
  private boolean ending;
  private boolean left;

  /// `release` frees the pod's name when nothing is left of it.
  PodWorker(Machine machine, PodFolder folder, Pod pod, Runnable release) {
    this.release = release;
    this.beginning = folder::create;
    this.machine = machine;
    this.folder = folder;
    this.title = PodNames.text(pod);
    this.report = new PodReport(machine.listener(), folder, pod);
    this.run = PodRun.created(pod.getSpec());
    this.thread = Thread.ofVirtual().name(title).unstarted(this::work);
    this.probes = new Probes(this::post, machine.clock());
    this.sandbox = new PodSandbox(machine, state -> post(new PodEvent.Proxied(state)));
  }

  /// The pod as it was last reported; one whose end was asked for is marked so from then on.
  Pod pod() {
    return report.marked();
  }

  /// Asks for the pod's end.
  void delete(PodEvent.Delete request) {
    report.willEnd(new Deletion(machine.clock().instant(), request.grace()));
    post(request);
  }

  CompletableFuture<@Nullable Void> gone() {
    return gone;
  }

  void post(PodEvent event) {
    mailbox.add(event);
  }

  /// Begins with a pod that is new.
  void start() {
    thread.start();
  }

  /// Goes on with a pod that a former Tulle has left running.
  void resume(Adopted adopted) {
    sandbox.takeOver(adopted.network());
    run = adopted.run();
    outcome = adopted.outcome();
    prepared = outcome != Outcome.ONGOING;
    processes.putAll(adopted.processes());
    beginning = this::takeOver;
    thread.start();
  }

  /// Stops looking after the pod, which runs on; returns when all is on disk.
  void leave() throws InterruptedException {
    post(new PodEvent.Leave());
    thread.join(PATIENCE);
    thread.interrupt();
  }

  private interface Beginning {
    void begin() throws IOException;
  }

  private void work() {
    try {
      beginning.begin();
      while (!gone.isDone() && !left) {
        var wake = advance();
        report.save();
        var event = next(wake);
        while (event != null) {
          handle(event);
          event = mailbox.poll();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      LOG.error("{} is no longer looked after: {}", title, e.getMessage(), e);
      gone.completeExceptionally(e);
    }
  }

  private void takeOver() throws IOException {
    for (var container : run.containers()) {
      var process = processes.get(container.name());
      if (process != null) {
        watch(container.name(), process);
        machine.exits().add(process);
        probe(container.name(), process.attempt());
      }
    }
    if (outcome != Outcome.ONGOING) {
      endSandbox();
    }
    if (report.pod().getMetadata().getDeletionTimestamp() != null) {
      post(new PodEvent.Delete(grace(), false));
    }
  }

  private @Nullable PodEvent next(Optional<Instant> wake) throws InterruptedException {
    if (wake.isEmpty() || wake.get().equals(Instant.MAX)) {
      return mailbox.take();
    }
    var rest = Duration.between(machine.clock().instant(), wake.get());
    return mailbox.poll(Math.max(1, rest.toMillis() + 1), TimeUnit.MILLISECONDS);
  }

  /// Does what is to be done now; gives the time when there is more.
  private Optional<Instant> advance() {
    if (ending) {
      report();
      return Optional.empty();
    }
    if (!prepared) {
      var hindrance = sandbox.prepare(report.pod(), run.begun());
      run = run.waitingFor(hindrance.orElse(PodSandbox.Hindrance.NONE));
      prepared = hindrance.isEmpty();
      if (!prepared) {
        report();
        return hindrance.map(PodSandbox.Hindrance::again);
      }
    }
    while (true) {
      // Before anything is done: what has ended must be out of the endpoints before it is back.
      report();
      var plan = PodPlan.next(run, machine.clock().instant());
      for (var step : plan.steps()) {
        take(step);
      }
      if (plan.steps().isEmpty() && outcome == plan.outcome()) {
        return plan.wake();
      }
      outcome = plan.outcome();
      if (outcome != Outcome.ONGOING) {
        endSandbox();
      }
    }
  }

  private void take(Step step) {
    var spec = spec(step.container());
    switch (step) {
      case Step.Start _ -> launch(spec);
      case Step.Stop _ -> stop(spec);
      case Step.HoldBack(String name, Instant until) -> {
        var delay = run.container(name).backOff().delay();
        var message = "back-off %s restarting failed container=%s".formatted(text(delay), name);
        run = run.with(name, it -> it.in(new Phase.Waiting("CrashLoopBackOff", message, until)));
      }
    }
  }

  private void launch(Container spec) {
    var name = spec.getName();
    var site = new ContainerStart.Site(machine, folder, place(), sandbox.attached());
    switch (site.start(spec, run.container(name).attempts() + 1)) {
      case ContainerStart.Running(var process) -> {
        processes.put(name, process);
        watch(name, process);
        run = run.with(name, it -> it.launched(machine.clock().instant()).asProbed(spec));
        probe(name, process.attempt());
      }
      case ContainerStart.Held(var why) -> run = run.with(name, it -> it.in(why));
      case ContainerStart.Failed(var message) -> failed(name, message);
    }
  }

  private void failed(String name, String message) {
    var now = machine.clock().instant();
    var exit = new Exit(Exit.NOT_STARTED, "StartError", message, now, now);
    run = run.with(name, it -> it.launched(now).in(new Phase.Done(exit)));
  }

  private void watch(String name, ContainerProcess process) {
    var attempt = process.attempt().number();
    var _ = process.ended().thenAccept(exit -> post(new PodEvent.Ended(name, attempt, exit)));
  }

  private void probe(String name, Attempt attempt) {
    var container = run.container(name);
    probes.start(new Probes.Target(spec(name), attempt, agent()), container);
  }

  private void handle(PodEvent event) throws IOException {
    switch (event) {
      case PodEvent.Ended(String name, int attempt, Exit exit) -> ended(name, attempt, exit);
      case PodEvent.Probed probed -> probed(probed);
      case PodEvent.Proxied(var state) -> sandbox.hear(state);
      case PodEvent.Delete(Duration grace, boolean drain) -> end(grace, drain);
      case PodEvent.Gone _ -> remove();
      case PodEvent.Leave _ -> {
        probes.stopAll();
        sandbox.leave();
        left = true;
      }
    }
  }

  private void ended(String name, int attempt, Exit exit) {
    var process = processes.get(name);
    if (process != null && process.attempt().number() == attempt) {
      probes.stop(name);
      processes.remove(name);
      var told = exit.code() == 0 ? exit : exit.saying(LogFiles.lastLine(folder.log(name)));
      run = run.with(name, it -> it.in(new Phase.Done(told)));
    }
  }

  private void probed(PodEvent.Probed probed) {
    var name = probed.container();
    var process = processes.get(name);
    if (process == null || process.attempt().number() != probed.attempt()) {
      return;
    }
    switch (probed.purpose()) {
      case READINESS -> run = run.with(name, it -> it.ready(probed.passed()));
      case STARTUP, LIVENESS -> {
        if (!probed.passed()) {
          LOG.info("{} container {} restarts: {}", title, name, probed.message());
          stop(spec(name));
        } else if (!run.container(name).started()) {
          var unprobed = spec(name).getReadinessProbe() == null;
          run = run.with(name, it -> it.started(true).ready(unprobed));
          probe(name, process.attempt());
        }
      }
    }
  }

  /// Ends one container while the pod goes on.
  private void stop(Container spec) {
    var name = spec.getName();
    var process = processes.get(name);
    if (process == null || ending) {
      return;
    }
    probes.stop(name);
    run = run.with(name, it -> it.in(new Phase.Stopping(machine.clock().instant())));
    var deadline = machine.clock().instant().plus(grace());
    var end = termination();
    aside("stop " + name, () -> end.end(spec, process, deadline));
  }

  /// Nothing runs in the pod any more, which stays for whoever wants to read of it.
  private void endSandbox() {
    aside("end sandbox of " + title, sandbox::end);
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private static void aside(String name, Work work) {
    Thread.ofVirtual()
        .name(name)
        .start(
            () -> {
              try {
                work.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private void end(Duration grace, boolean drain) {
    if (ending) {
      sandbox.network().ifPresent(it -> Termination.hurry(it.file(), gone, grace));
      return;
    }
    ending = true;
    var now = machine.clock().instant();
    report.ends(new Deletion(now, grace));
    probes.stopAllBut(ProbeCounter.Purpose.READINESS);
    var end = termination();
    var waits = drain && !processes.isEmpty();
    aside(
        "end " + title,
        () -> {
          end.run(grace, waits);
          sandbox.end();
          post(new PodEvent.Gone());
        });
  }

  private void remove() throws IOException {
    probes.stopAll();
    sandbox.remove(PodNames.name(report.pod()));
    folder.delete();
    // Its name is free first: who hears of its end may start another pod under that name.
    release.run();
    report.gone();
    gone.complete(null);
  }

  private Termination termination() {
    return new Termination(machine, report.pod(), processes, new Hooks(agent()));
  }

  private void report() {
    report.has(PodStatuses.of(place(), run, outcome, machine.clock().instant()));
  }

  private PodPlace place() {
    var addresses = sandbox.network().map(PodNetwork::addresses).orElse(List.of());
    return new PodPlace(
        report.pod(), addresses, machine.network().gateway(), machine.node(), sandbox.sidecar());
  }

  private NodeAgent agent() {
    return sandbox.network().map(NodeAgent::of).orElse(NodeAgent.NOBODY);
  }

  private Duration grace() {
    return PodNames.grace(report.pod());
  }

  private Container spec(String name) {
    return PodNames.container(report.pod(), name);
  }

  private static String text(Duration delay) {
    return delay.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
