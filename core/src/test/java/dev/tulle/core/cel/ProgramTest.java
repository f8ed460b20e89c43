package dev.tulle.core.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The language: https://github.com/google/cel-spec/blob/master/doc/langdef.md
class ProgramTest {

  private static final Map<String, Value> VARIABLES =
      Map.of(
          "list",
          new Value.Items(List.of(whole(1), whole(2), whole(3))),
          "object",
          new Value.Fields(
              Map.of(
                  "name", text("a"), "namespace", text("b"), "inner", new Value.Fields(Map.of()))),
          "text",
          text("grüße"));

  private static Value whole(long value) {
    return new Value.Whole(value);
  }

  private static Value text(String value) {
    return new Value.Text(value);
  }

  private static Value evaluated(String source) {
    return Program.of(source).evaluate(VARIABLES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 + 2 == 3 && !(1 > 2) || false",
        "false && false || true",
        "!(true ? false : true ? true : true)",
        "'a' + \"b\" == r'ab'",
        "'\\\\n' == r\"\"\"\\n\"\"\"",
        "2 in [1, 2]",
        "!('x' in object) && 'name' in object",
        "list[2] == 3",
        "object['name'] == 'a'",
        "object.__namespace__ == 'b'",
        "has(object.inner) && !has(object.inner.name) && !has(object.other)",
        "list.all(i, i > 0) && list.exists(i, i == 3) && list.exists_one(i, i > 2)",
        "list.filter(i, i >= 2).size() == 2 && size(list) == 3",
        "list.all(i, list.exists(j, j >= i))",
        "object.all(key, key.size() > 0)",
        "size(text) == 5 && text.substring(2) == 'üße'",
        "'a.b.c'.split('.')[1] == 'b'",
        "'abc'.startsWith('ab') && 'abc'.endsWith('bc') && 'abc'.contains('b')",
        "'abc'.matches('b') && !'abc\\n'.matches('^abc$')",
        "duration('1h30m') == duration('90m') && duration('1.5s') < duration('1501ms')",
        "duration('-1s') < duration('0')",
        "isIP('192.0.2.1') && isIP('2001:db8::1') && isIP('::')",
        "!isIP('192.0.2.01') && !isIP('::ffff:192.0.2.1') && !isIP('fe80::1%0') && !isIP('a')",
      })
  void holds(String source) {
    assertThat(evaluated(source)).isEqualTo(Value.TRUE);
  }

  @Test
  void anErrorIsDoneWithoutWhereTheOtherSideDecides() {
    assertThat(evaluated("object.other == 1 || true")).isEqualTo(Value.TRUE);
    assertThat(evaluated("object.other == 1 && false")).isEqualTo(Value.FALSE);
    assertThat(evaluated("list.exists(i, i == 2 || object.other)")).isEqualTo(Value.TRUE);
    assertThat(evaluated("list.all(i, i > 1 && object.other)")).isEqualTo(Value.FALSE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "object.other",
        "object.other == 1 && true",
        "list.exists_one(i, object.other)",
        "list[3]",
        "nothing",
        "1 < 'a'",
        "duration('1d') == duration('1d')",
        "'a'.substring(2)",
        "1 && true",
        "size(1)",
      })
  void isAnError(String source) {
    assertThat(evaluated(source)).isInstanceOf(Value.Wrong.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 +", "a b", "f(1)", "'a", "has(1)", "[1, 2", "list.all(1, true)", ")"})
  void isNoExpression(String source) {
    assertThatThrownBy(() -> Program.of(source)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theCulpritIsTheFirstItemThatDoesNotHold() {
    assertThat(Program.of("list.all(i, i < 2)").culprit(VARIABLES)).hasValue(1);
    assertThat(Program.of("size(list) > 5").culprit(VARIABLES)).isEmpty();
  }
}
