package dev.tulle.cli.e2e;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/// An HTTP/1 server that answers as the test at hand says, and remembers each request as it came.
/// Connections stay open from one test to the next, as a proxy's pool expects. Owns its threads.
final class HttpObserver implements AutoCloseable {

  /// Answers one request, of which only the head has been read; to close the connection, it does.
  interface Script {
    void answer(HttpMessage head, Talk talk) throws IOException;
  }

  private final ServerSocket listening;
  private final Set<Talk> open = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<HttpMessage> seen = new LinkedBlockingQueue<>();
  private volatile Script script = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

  HttpObserver(ServerSocket listening) {
    this.listening = listening;
    Thread.ofVirtual().start(this::accept);
  }

  /// From now on requests are read whole, remembered, and answered with this.
  void answers(String answer) {
    follows(answering(answer));
  }

  /// From now on requests are answered by this; forgets what was seen.
  void follows(Script next) {
    seen.clear();
    script = next;
  }

  void saw(HttpMessage request) {
    seen.add(request);
  }

  /// What has come since the script was set.
  List<HttpMessage> seen() {
    return new ArrayList<>(seen);
  }

  private Script answering(String answer) {
    return (head, talk) -> {
      saw(talk.body(head));
      talk.send(answer);
      if (head.isLast()
          || answer.toLowerCase(java.util.Locale.ROOT).contains("\r\nconnection: close")) {
        talk.close();
      }
    };
  }

  private void accept() {
    while (true) {
      try {
        var socket = listening.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return; // it is closed
      }
    }
  }

  private void serve(Socket socket) {
    try (var talk = new Talk(socket)) {
      open.add(talk);
      while (!socket.isClosed()) {
        var head = talk.head();
        script.answer(head, talk); // not the one that was there when it began to read
      }
    } catch (IOException e) {
      return; // the client has gone, or a test went too far: it sees that at its own end
    } finally {
      open.removeIf(it -> it.socket().equals(socket));
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (var talk : open) {
      talk.close();
    }
  }
}
