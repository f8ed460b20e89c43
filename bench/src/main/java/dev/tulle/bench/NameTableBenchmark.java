package dev.tulle.bench;

import dev.tulle.core.dns.Answer;
import dev.tulle.core.dns.NameTable;
import dev.tulle.core.dns.Question;
import dev.tulle.core.dns.RecordType;
import dev.tulle.core.dns.Zone;
import dev.tulle.core.world.World;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// How long a name takes to be answered, and a table to follow a change.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+UseSerialGC"})
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class NameTableBenchmark {

  private static final Zone ZONE = Zone.of(ManyServices.SETTINGS.clusterDomain());

  @Param({"1000", "10000"})
  public int services;

  private World world = World.empty();
  private NameTable table = NameTable.unsynced(ZONE);
  private int round;

  @Setup
  public void makeTable() {
    world = World.of(ManyServices.objects(services));
    table = NameTable.of(ZONE, world);
  }

  /// The whole table, with nothing made before.
  @Benchmark
  public NameTable full() {
    return NameTable.of(ZONE, world);
  }

  /// One endpoint of one Service has another address: the change to the world included.
  @Benchmark
  public NameTable oneEndpoint() {
    round++;
    world = world.with(List.of(ManyServices.slice(round % services, round)));
    table = table.next(world);
    return table;
  }

  @Benchmark
  public Answer answer() {
    return table.answer(new Question("service-7.team-0.svc.cluster.local.", RecordType.A));
  }

  /// What clients ask most: the first name of a search list, which is not there.
  @Benchmark
  public Answer denial() {
    return table.answer(new Question("www.example.com.team-0.svc.cluster.local.", RecordType.A));
  }
}
