package dev.tulle.core.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tulle.core.world.Change;
import dev.tulle.core.world.World;
import dev.tulle.core.xds.Renderer;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The laws that hold for every input, tried on that of every case.
final class LawsTest {

  private static final int SHUFFLES = 5;

  private static Stream<DynamicTest> forEachCase(Consumer<Case> law) {
    return Case.all().stream()
        .map(each -> DynamicTest.dynamicTest(each.name(), () -> law.accept(each)));
  }

  /// Whatever node is missing or null: nothing throws, and the result is closed.
  @TestFactory
  Stream<DynamicTest> prune() {
    return forEachCase(
        each -> {
          var documents = Yaml.documents(each.input());
          for (int i = 0; i < documents.size(); i++) {
            for (var pruned : Pruned.of(documents.get(i))) {
              var edited = new ArrayList<>(documents);
              edited.set(i, pruned);
              compiles(edited);
            }
          }
        });
  }

  private static void compiles(List<Object> documents) {
    try {
      var changes = documents.stream().flatMap(tree -> Objects.read(tree).stream()).toList();
      assertThat(Closed.violations(Outcome.of(changes).scopes())).isEmpty();
    } catch (RuntimeException e) {
      fail("thrown for:\n" + Yaml.text(documents), e);
    }
  }

  /// The order of the input changes no byte.
  @TestFactory
  Stream<DynamicTest> shuffle() {
    return forEachCase(
        each -> {
          var changes = new ArrayList<>(Objects.read(each.input()));
          var expected = Outcome.of(changes);
          for (long seed = 0; seed < SHUFFLES; seed++) {
            Collections.shuffle(changes, new Random(seed));
            assertSame(Outcome.of(changes), expected, "shuffled with seed " + seed);
          }
        });
  }

  /// Objects that come one by one, go and come back: the result is that of a new compiler.
  @TestFactory
  Stream<DynamicTest> incrementalIsFresh() {
    return forEachCase(
        each -> {
          var changes = Objects.read(each.input());
          var steps = new ArrayList<>(changes);
          for (var change : changes) {
            steps.add(Change.gone(change.name()));
            steps.add(change);
          }
          var compiler = Outcome.compiler();
          var renderer = new Renderer();
          var world = World.empty();
          for (var step : steps) {
            world = world.with(List.of(step));
            var incremental = Outcome.of(compiler, renderer, world);
            var fresh = Outcome.of(Outcome.compiler(), new Renderer(), world);
            assertSame(incremental, fresh, "after " + step.name());
          }
        });
  }

  /// The same once more: nothing is rendered anew.
  @TestFactory
  Stream<DynamicTest> idempotent() {
    return forEachCase(
        each -> {
          var compiler = Outcome.compiler();
          var renderer = new Renderer();
          var world = World.of(Objects.read(each.input()));
          var first = Outcome.of(compiler, renderer, world);
          var second = Outcome.of(compiler, renderer, world);
          assertThat(second.compilation()).isEqualTo(first.compilation());
          first.scopes().forEach((scope, before) -> assertSame(before, second.of(scope)));
        });
  }

  @TestFactory
  Stream<DynamicTest> closed() {
    return forEachCase(
        each ->
            assertThat(Closed.violations(Outcome.of(Objects.read(each.input())).scopes()))
                .isEmpty());
  }

  private static void assertSame(Outcome actual, Outcome expected, String when) {
    assertThat(actual.versions()).as(when).isEqualTo(expected.versions());
    assertThat(actual.compilation()).as(when).isEqualTo(expected.compilation());
  }

  private static void assertSame(Resources before, Resources after) {
    for (var type : ResourceType.values()) {
      before.of(type).forEach((name, r) -> assertThat(after.of(type).get(name)).isSameAs(r));
    }
  }
}
