package dev.tulle.core.gateway;

import dev.tulle.core.ir.RouteMatch.Field;
import dev.tulle.core.ir.TextMatch;
import dev.tulle.core.world.Given;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what headers and query parameters have to be. Of several with one name the first counts.
final class FieldReader {

  /// One as it stands.
  record Wanted(String name, String type, String value) {}

  private final RouteJudgement judgement;

  FieldReader(RouteJudgement judgement) {
    this.judgement = judgement;
  }

  static Wanted header(@Nullable String name, @Nullable String type, @Nullable String value) {
    return parameter(Given.text(name).toLowerCase(Locale.ROOT), type, value);
  }

  static Wanted parameter(@Nullable String name, @Nullable String type, @Nullable String value) {
    return new Wanted(Given.text(name), type == null ? "Exact" : type, Given.text(value));
  }

  Optional<List<Field>> read(String field, List<Wanted> all) {
    var names = new HashSet<String>();
    var fields = new ArrayList<Field>();
    boolean understood = true;
    for (int i = 0; i < all.size(); i++) {
      var wanted = all.get(i);
      var value = value(field + "[" + i + "]", wanted);
      understood &= value.isPresent();
      if (value.isPresent() && names.add(wanted.name())) {
        fields.add(new Field(wanted.name(), value.get()));
      }
    }
    return understood ? Optional.of(fields) : Optional.empty();
  }

  private Optional<TextMatch> value(String field, Wanted wanted) {
    if (!HeaderNames.isValid(wanted.name())) {
      judgement.refuse(
          field + ".name",
          "matches by the name \"" + Given.brief(wanted.name()) + "\", which no request has",
          "write the name of a header, or of a parameter");
      return Optional.empty();
    }
    if (wanted.type().equals("Exact")) {
      return Optional.of(new TextMatch.Exact(wanted.value()));
    }
    if (!wanted.type().equals("RegularExpression")) {
      judgement.refuse(
          field + ".type",
          "matches "
              + wanted.name()
              + " by "
              + Given.brief(wanted.type())
              + ", which does not exist",
          "write Exact or RegularExpression");
      return Optional.empty();
    }
    var problem = Expressions.problem(wanted.value());
    if (!problem.isEmpty()) {
      judgement.refuse(
          field + ".value",
          "matches " + wanted.name() + " by \"" + Given.brief(wanted.value()) + "\": " + problem,
          "write an expression of RE2 that is for the whole value");
      return Optional.empty();
    }
    return Optional.of(new TextMatch.Regex(wanted.value()));
  }
}
