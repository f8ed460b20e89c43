package dev.tulle.cli.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One end of a TCP connection, client's or server's, with what it takes to speak HTTP/1 and other
/// things on it to the byte. Text is ISO 8859-1: a character is a byte.
final class Talk implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;

  Talk(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  Socket socket() {
    return socket;
  }

  InputStream in() {
    return in;
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Sends no more, and still reads.
  void finish() throws IOException {
    socket.shutdownOutput();
  }

  /// Ends the connection with an RST.
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  String bytes(int length) throws IOException {
    var read = in.readNBytes(length);
    if (read.length < length) {
      throw new EOFException("the connection ended after " + read.length + " of " + length);
    }
    return new String(read, StandardCharsets.ISO_8859_1);
  }

  /// All until the other side sends no more.
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /// Whether the other side has ended, well or with an RST; waits for it.
  boolean ended() {
    try {
      return in.read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended in a line: " + line);
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /// The first line and the headers of a message, without its body.
  HttpMessage head() throws IOException {
    return HttpMessage.head(line(), fields());
  }

  /// A whole request.
  HttpMessage request() throws IOException {
    return body(head());
  }

  /// The last answer to a request of this method, after any with a status below 200 but 101.
  HttpMessage answer(String method) throws IOException {
    var head = head();
    while (head.status() < 200 && head.status() != 101) {
      head = head();
    }
    var bodiless =
        method.equals("HEAD")
            || head.status() == 204
            || head.status() == 304
            || head.status() == 101;
    return bodiless ? head : body(head);
  }

  /// The same message with the body that its headers announce.
  HttpMessage body(HttpMessage head) throws IOException {
    if (head.isChunked()) {
      return chunks(head);
    }
    var length = head.header("content-length");
    if (length.isPresent()) {
      return head.with(bytes(Integer.parseInt(length.get())), List.of());
    }
    return head.isRequest() ? head : head.with(rest(), List.of());
  }

  private HttpMessage chunks(HttpMessage head) throws IOException {
    var body = new StringBuilder();
    while (true) {
      int size = Integer.parseInt(line().split(";", -1)[0].strip(), 16);
      if (size == 0) {
        return head.with(body.toString(), fields());
      }
      body.append(bytes(size));
      line();
    }
  }

  private List<String> fields() throws IOException {
    var fields = new ArrayList<String>();
    for (var field = line(); !field.isEmpty(); field = line()) {
      fields.add(field);
    }
    return fields;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
