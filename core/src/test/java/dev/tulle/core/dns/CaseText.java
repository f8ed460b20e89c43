package dev.tulle.core.dns;

import dev.tulle.core.dns.ResourceRecord.Alias;
import dev.tulle.core.dns.ResourceRecord.Authority;
import dev.tulle.core.dns.ResourceRecord.Host;
import dev.tulle.core.dns.ResourceRecord.Location;
import dev.tulle.core.dns.ResourceRecord.NameServer;
import dev.tulle.core.dns.ResourceRecord.Pointer;
import dev.tulle.core.dns.ResourceRecord.Text;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Questions and answers as the golden cases write them: `? NAME TYPE`, and the answer below it.
final class CaseText {

  static final Map<String, Integer> TYPES =
      Map.of(
          "A", RecordType.A,
          "AAAA", RecordType.AAAA,
          "ANY", RecordType.ANY,
          "CNAME", RecordType.CNAME,
          "MX", 15,
          "NS", RecordType.NS,
          "PTR", RecordType.PTR,
          "SOA", RecordType.SOA,
          "SRV", RecordType.SRV,
          "TXT", RecordType.TXT);

  private CaseText() {}

  static Question question(String line) {
    var parts = line.substring(1).strip().split(" ", 2);
    return new Question(parts[0], Objects.requireNonNull(TYPES.get(parts[1]), line));
  }

  static String of(Answer answer) {
    return switch (answer) {
      case Answer.Known(var exists, var answers, var authority, var additional) ->
          (exists ? "NOERROR" : "NXDOMAIN")
              + "\n"
              + lines("", answers)
              + lines("authority: ", authority)
              + lines("additional: ", additional);
      case Answer.Continued(var aliases, var target) ->
          "CONTINUED at " + target + "\n" + lines("", aliases);
      case Answer.Elsewhere() -> "ELSEWHERE\n";
      case Answer.Unanswerable(var reason) -> "SERVFAIL " + reason + "\n";
    };
  }

  private static String lines(String section, List<ResourceRecord> records) {
    var text = new StringBuilder();
    for (var found : records) {
      text.append(section).append(found.name()).append(' ').append(found.ttl()).append(' ');
      text.append(value(found.value())).append('\n');
    }
    return text.toString();
  }

  private static String value(ResourceRecord.Value value) {
    return switch (value) {
      case Host(var address) ->
          (value.type() == RecordType.A ? "A " : "AAAA ") + address.getHostAddress();
      case NameServer(var target) -> "NS " + target;
      case Alias(var target) -> "CNAME " + target;
      case Pointer(var target) -> "PTR " + target;
      case Text(var text) -> "TXT \"" + text + "\"";
      case Location(int priority, int weight, int port, String target) ->
          "SRV %d %d %d %s".formatted(priority, weight, port, target);
      case Authority(var server, var mailbox, int minimum) ->
          "SOA %s %s minimum %d".formatted(server, mailbox, minimum);
    };
  }
}
