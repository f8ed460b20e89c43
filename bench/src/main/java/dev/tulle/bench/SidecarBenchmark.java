package dev.tulle.bench;

import dev.tulle.core.compile.Compiler;
import dev.tulle.core.ir.Place;
import dev.tulle.core.world.World;
import dev.tulle.core.xds.Renderer;
import dev.tulle.core.xds.Resources;
import dev.tulle.core.xds.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// How long a change takes from the objects to the bytes that sidecars are sent: those of a few
/// namespaces on three nodes, in a world with a pod for each Service.
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class SidecarBenchmark {

  private static final int SCOPES = 10;

  /// Each of a namespace of its own.
  private static final List<Scope> SIDECARS =
      IntStream.range(0, SCOPES)
          .<Scope>mapToObj(
              i ->
                  new Scope.Sidecar(
                      "team-" + i, new Place("node-" + i % 3, ""), List.of(8080), false))
          .toList();

  @Param({"1000", "5000"})
  public int services;

  private World world = World.empty();
  private Compiler compiler = new Compiler(ManyServices.SETTINGS);
  private Renderer renderer = new Renderer();
  private int round;

  @Setup
  public void compileOnce() {
    var objects = new ArrayList<>(ManyServices.objects(services));
    IntStream.range(0, services).mapToObj(i -> ManyServices.pod(i, 0)).forEach(objects::add);
    world = World.of(objects);
    render(compiler, renderer);
  }

  private List<Resources> render(Compiler compiler, Renderer renderer) {
    var mesh = compiler.compile(world).mesh();
    return SIDECARS.stream().map(scope -> renderer.render(mesh, scope)).toList();
  }

  /// Everything, with nothing computed before.
  @Benchmark
  public List<Resources> full() {
    return render(new Compiler(ManyServices.SETTINGS), new Renderer());
  }

  /// One endpoint of one Service has another address: the change to the world included.
  @Benchmark
  public List<Resources> oneEndpoint() {
    round++;
    world = world.with(List.of(ManyServices.slice(round % services, round)));
    return render(compiler, renderer);
  }

  /// The same, together with a pod that becomes ready, or is so no longer.
  @Benchmark
  public List<Resources> onePod() {
    round++;
    int service = round % services;
    world =
        world.with(List.of(ManyServices.slice(service, round), ManyServices.pod(service, round)));
    return render(compiler, renderer);
  }
}
