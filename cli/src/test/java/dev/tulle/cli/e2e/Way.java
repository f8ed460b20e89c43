package dev.tulle.cli.e2e;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/// From the client of one namespace to the servers of another.
record Way(FidelityMesh mesh, String from, String to) {

  /// What became of a request: what the server saw of it, and what the client got.
  record Exchange(List<HttpMessage> seen, HttpMessage got) {
    Exchange {
      seen = List.copyOf(seen);
    }
  }

  /// What a client gets that gets no answer.
  static final HttpMessage NOTHING = HttpMessage.head("nothing", List.of());

  /// Whether there is no proxy on it.
  boolean isPlain() {
    return from.equals(FidelityMesh.PLAIN) && to.equals(FidelityMesh.PLAIN);
  }

  PodSockets client() throws IOException {
    return mesh.pod(from, "client");
  }

  PodSockets server(int number) throws IOException {
    return mesh.pod(to, "server-" + number);
  }

  /// The HTTP server in `server-0`.
  HttpObserver http() {
    return mesh.observer(to, 0);
  }

  InetSocketAddress service(String name, int port) throws IOException {
    return mesh.service(to, name, port);
  }

  /// A connection of the client to a Service.
  Talk call(String service, int port) throws IOException {
    return new Talk(client().connect(service(service, port)));
  }

  /// What a connection has become at a port of `server-0`.
  Talk arrival(int port) throws IOException {
    return new Talk(mesh.listening(to, 0, port).accept());
  }

  /// Sends a request on a connection of its own, which the server answers with these bytes. Without
  /// the mesh the outcome is what it would be with it, by the documented differences.
  Exchange exchange(String request, String answer) throws IOException {
    http().answers(answer);
    HttpMessage got;
    try (var talk = call("one", 80)) {
      talk.send(request);
      got = talk.answer(request.split(" ", 2)[0]);
    } catch (EOFException e) {
      got = NOTHING;
    }
    var seen = http().seen();
    return new Exchange(
        seen.stream().map(this::seenWithMesh).toList(),
        seen.isEmpty() ? got : gotWithMesh(seen.getFirst(), got));
  }

  /// A request as the server sees it with the mesh.
  HttpMessage seenWithMesh(HttpMessage request) {
    boolean plain = isPlain() && mesh.hasSidecars();
    return (plain ? FidelityDifference.ofRequest(request) : request).canonical();
  }

  /// An answer as the client gets it with the mesh, for what the server saw.
  HttpMessage gotWithMesh(HttpMessage request, HttpMessage answer) {
    boolean plain = isPlain() && mesh.hasSidecars() && !answer.equals(NOTHING);
    var changed = plain ? FidelityDifference.ofAnswer(request, answer) : answer;
    return FidelityDifference.timeless(changed).canonical();
  }

  @Override
  public String toString() {
    return "from " + from + " to " + to;
  }
}
