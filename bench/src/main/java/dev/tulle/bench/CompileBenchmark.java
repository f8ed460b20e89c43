package dev.tulle.bench;

import dev.tulle.core.compile.Compiler;
import dev.tulle.core.world.World;
import dev.tulle.core.xds.Printer;
import dev.tulle.core.xds.Renderer;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import dev.tulle.core.xds.Scope;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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

/// How long a change takes from the objects to the bytes that proxies are sent.
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class CompileBenchmark {

  private static final Scope GATEWAY = new Scope.Gateway(ManyServices.GATEWAY);

  @Param({"1000", "10000"})
  public int services;

  private World world = World.empty();
  private Compiler compiler = new Compiler(ManyServices.SETTINGS);
  private Renderer renderer = new Renderer();
  private com.google.protobuf.Message routes = com.google.protobuf.Empty.getDefaultInstance();
  private int round;

  @Setup
  public void compileOnce() {
    world = World.of(ManyServices.objects(services));
    var resources = renderer.render(compiler.compile(world).mesh(), GATEWAY);
    routes = Printer.message(resources.of(ResourceType.ROUTE).values().iterator().next());
  }

  /// Everything, with nothing computed before.
  @Benchmark
  public Resources full() {
    var mesh = new Compiler(ManyServices.SETTINGS).compile(world).mesh();
    return new Renderer().render(mesh, GATEWAY);
  }

  /// One endpoint of one Service has another address: the change to the world included.
  @Benchmark
  public Resources oneEndpoint() {
    round++;
    world = world.with(List.of(ManyServices.slice(round % services, round)));
    return renderer.render(compiler.compile(world).mesh(), GATEWAY);
  }

  /// The bytes and the hash of the largest resource, the route table with a host for each Service.
  @Benchmark
  public Resource encode() {
    return Resource.of(ResourceType.ROUTE, "routes", routes, Set.of());
  }
}
