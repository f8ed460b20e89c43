package dev.tulle.cli.local.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Passes when a GET is answered with 200 to 399. A redirect to the same host is followed; one that
/// leads elsewhere passes as it is, so that no one is asked whom the pod names.
///
/// It speaks plain HTTP/1.1 over a socket: a client library would cost more at start than the
/// probe, and refuses a `Host` header.
record HttpCheck(NodeAgent agent, URI target, Map<String, String> headers) implements Check {

  static final String AGENT = "kube-probe/1.34";
  private static final int MOST_REDIRECTS = 10;
  private static final int LONGEST_LINE = 16 << 10;

  static HttpCheck of(HTTPGetAction get, Container container, NodeAgent agent) throws IOException {
    var scheme = Check.orElse(get.getScheme(), "HTTP").equals("HTTPS") ? "https" : "http";
    var host = Check.orElse(get.getHost(), agent.pod());
    var path = Check.orElse(get.getPath(), "/");
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    headers.put("User-Agent", AGENT);
    headers.put("Accept", "*/*");
    for (HTTPHeader header : get.getHttpHeaders()) {
      headers.put(header.getName(), header.getValue());
    }
    var port = Check.port(get.getPort(), container);
    try {
      var start = path.startsWith("/") ? path : "/" + path;
      return new HttpCheck(
          agent, URI.create("%s://%s:%d%s".formatted(scheme, host, port, start)), headers);
    } catch (IllegalArgumentException e) {
      throw new IOException("the probe's path %s is no path of a URL".formatted(path), e);
    }
  }

  private record Answer(int status, Optional<URI> location) {}

  @Override
  public Verdict ask(Duration timeout) {
    var deadline = System.nanoTime() + timeout.toNanos();
    var next = target;
    try {
      for (var redirects = 0; redirects < MOST_REDIRECTS; redirects++) {
        var answer = get(next, deadline);
        if (answer.status() < 200 || answer.status() >= 400) {
          return Verdict.failed("HTTP probe failed with statuscode: " + answer.status());
        }
        var location = answer.location().map(next::resolve);
        if (location.isEmpty() || !target.getHost().equals(location.get().getHost())) {
          return Verdict.PASSED;
        }
        next = location.get();
      }
      return Verdict.failed("stopped after " + MOST_REDIRECTS + " redirects");
    } catch (IOException | IllegalArgumentException e) {
      return Verdict.failed("Get \"%s\": %s".formatted(next, e.getMessage()));
    }
  }

  private Answer get(URI uri, long deadline) throws IOException {
    var secure = "https".equals(uri.getScheme());
    var port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
    try (var plain = agent.connect(new InetSocketAddress(uri.getHost(), port), rest(deadline))) {
      plain.setSoTimeout(rest(deadline));
      try (var socket = secure ? AnyCertificate.wrap(plain, uri.getHost(), port) : plain) {
        socket.getOutputStream().write(request(uri, port).getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return answer(new BufferedInputStream(socket.getInputStream()), socket, deadline);
      }
    }
  }

  private String request(URI uri, int port) {
    var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    all.putIfAbsent("Host", uri.getHost() + ":" + port);
    all.put("Connection", "close");
    var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    var text = new StringBuilder("GET ").append(path).append(query).append(" HTTP/1.1\r\n");
    all.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    return text.append("\r\n").toString();
  }

  private static Answer answer(InputStream in, Socket socket, long deadline) throws IOException {
    var status = line(in, socket, deadline);
    var parts = List.of(status.split(" ", 3));
    if (parts.size() < 2 || !status.startsWith("HTTP/1.") || !parts.get(1).matches("\\d{3}")) {
      throw new IOException("malformed HTTP response \"%s\"".formatted(status));
    }
    var code = Integer.parseInt(parts.get(1));
    var location = Optional.<URI>empty();
    for (var header = line(in, socket, deadline);
        !header.isEmpty();
        header = line(in, socket, deadline)) {
      if (code >= 300 && header.regionMatches(true, 0, "Location:", 0, 9)) {
        location = Optional.of(URI.create(header.substring(9).strip()));
      }
    }
    return new Answer(code, location);
  }

  private static String line(InputStream in, Socket socket, long deadline) throws IOException {
    var line = new StringBuilder();
    socket.setSoTimeout(rest(deadline));
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.length() > LONGEST_LINE) {
        throw new IOException("the answer ended too early, or its head is too long");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  private static int rest(long deadline) throws SocketTimeoutException {
    var millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    return Math.toIntExact(millis);
  }
}
