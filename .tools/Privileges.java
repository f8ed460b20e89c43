import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Compares what the chart lets the control plane do with what it did, by an API server's audit log
/// (level Metadata suffices). Ends with 1 if a right was never used, or if something was refused.
///
///     ./tulle install | java -cp 'LIB/*' Privileges.java ACCOUNT AUDIT_LOG...
///
/// ACCOUNT is `NAMESPACE:NAME` of the ServiceAccount; objects are read from standard input. Rights on
/// all resources of a group count as used when one of them was.
record Right(String group, String resource, String verb) implements Comparable<Right> {
  @Override
  public String toString() {
    return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
  }

  @Override
  public int compareTo(Right other) {
    return toString().compareTo(other.toString());
  }
}

static final JsonMapper JSON = JsonMapper.shared();

int compare(String account, List<Path> logs) throws IOException {
  var granted = granted();
  var used = new TreeMap<Right, Integer>();
  var refused = new TreeSet<String>();
  for (var log : logs) {
    for (var line : Files.readAllLines(log)) {
      var event = JSON.readTree(line);
      if (event.path("user").path("username").asString("").equals("system:serviceaccount:" + account)
          && event.path("objectRef").has("resource")
          && !event.path("stage").asString("").equals("RequestReceived")) {
        if (event.path("annotations").path("authorization.k8s.io/decision").asString("").equals("forbid")) {
          refused.add(used(event) + " " + event.path("requestURI").asString(""));
        } else {
          used.merge(used(event), 1, Integer::sum);
          if (made(event)) {
            used.merge(new Right(used(event).group(), used(event).resource(), "create"), 1, Integer::sum);
          }
        }
      }
    }
  }
  used.forEach((right, times) -> IO.println("used     " + right + "  " + times));
  var unused = new ArrayList<>(granted);
  unused.removeIf(right -> used.keySet().stream().anyMatch(each -> covers(right, each)));
  unused.forEach(right -> IO.println("UNUSED   " + right));
  refused.forEach(words -> IO.println("REFUSED  " + words));
  IO.println("%d rights granted, %d of them not used, %d requests refused".formatted(granted.size(), unused.size(), refused.size()));
  return used.isEmpty() || !unused.isEmpty() || !refused.isEmpty() ? 1 : 0;
}

/// An apply of what is not there yet needs the right to create it, too.
boolean made(JsonNode event) {
  return event.path("verb").asString("").equals("patch")
      && event.path("responseStatus").path("code").asInt(0) == 201;
}

boolean covers(Right granted, Right used) {
  return granted.group().equals(used.group())
      && granted.verb().equals(used.verb())
      && (granted.resource().equals(used.resource()) || granted.resource().equals("*"));
}

Right used(JsonNode event) {
  var object = event.path("objectRef");
  var part = object.path("subresource").asString("");
  var resource = object.path("resource").asString("") + (part.isEmpty() ? "" : "/" + part);
  return new Right(object.path("apiGroup").asString(""), resource, event.path("verb").asString(""));
}

Set<Right> granted() throws IOException {
  var granted = new TreeSet<Right>();
  var yaml = new String(System.in.readAllBytes());
  for (var each : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
    var object = JSON.<JsonNode>valueToTree(each == null ? Map.of() : each);
    if (object.path("kind").asString("").endsWith("Role")) {
      for (var rule : object.path("rules")) {
        for (var group : rule.path("apiGroups")) {
          for (var resource : rule.path("resources")) {
            for (var verb : rule.path("verbs")) {
              granted.add(new Right(group.asString(), resource.asString(), verb.asString()));
            }
          }
        }
      }
    }
  }
  return granted;
}

void main(String[] args) throws IOException {
  var logs = List.of(args).subList(1, args.length).stream().map(Path::of).toList();
  System.exit(compare(args[0], logs));
}
