package dev.tulle.core.gateway;

import dev.tulle.core.ir.HeaderChange;
import dev.tulle.core.ir.HeaderChange.Header;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPHeader;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPHeaderFilter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads what is done to headers. What Envoy would refuse is refused here, with a sentence.
final class HeaderChangeReader {

  private final RouteJudgement judgement;

  HeaderChangeReader(RouteJudgement judgement) {
    this.judgement = judgement;
  }

  Optional<HeaderChange> read(String field, HTTPHeaderFilter given) {
    var set = headers(field + ".set", Given.list(given.getSet()));
    var add = headers(field + ".add", Given.list(given.getAdd()));
    var remove = Given.list(given.getRemove());
    boolean names = true;
    for (int i = 0; i < remove.size(); i++) {
      names &= isChangeable(field + ".remove[" + i + "]", remove.get(i));
    }
    return set.isPresent() && add.isPresent() && names
        ? Optional.of(new HeaderChange(set.get(), add.get(), remove))
        : Optional.empty();
  }

  /// Of several with one name the first counts.
  private Optional<List<Header>> headers(String field, List<HTTPHeader> given) {
    var headers = new ArrayList<Header>();
    var seen = new HashSet<String>();
    boolean understood = true;
    for (int i = 0; i < given.size(); i++) {
      var name = Given.text(given.get(i).getName());
      var value = Given.text(given.get(i).getValue());
      if (!isChangeable(field + "[" + i + "].name", name)) {
        understood = false;
      } else if (!HeaderNames.isValidValue(value)) {
        judgement.refuse(
            field + "[" + i + "].value",
            "gives the header " + name + " a value with control characters",
            "write printable characters only");
        understood = false;
      } else if (seen.add(name.toLowerCase(Locale.ROOT))) {
        headers.add(new Header(name, value));
      }
    }
    return understood ? Optional.of(headers) : Optional.empty();
  }

  private boolean isChangeable(String field, String name) {
    if (!HeaderNames.isValid(name)) {
      judgement.refuse(
          field,
          "changes the header \"" + Given.brief(name) + "\", which is not the name of a header",
          "write a name such as x-version");
      return false;
    }
    if (name.equalsIgnoreCase("host")) {
      judgement.refuse(
          field,
          "changes the header Host, which header filters cannot",
          "use a filter of type URLRewrite with a hostname");
      return false;
    }
    return true;
  }
}
