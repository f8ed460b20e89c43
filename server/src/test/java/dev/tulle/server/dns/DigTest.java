package dev.tulle.server.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `dig` makes of the server's answers: a client that was not written here.
class DigTest {

  private static final String WEB = "web.default.svc.cluster.local";
  private static final String MANY = "many.default.svc.cluster.local";

  @TempDir Path folder;

  private DnsServer server;

  @BeforeEach
  void start() throws IOException {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "dig"))),
        "dig is not installed (package bind9-dnsutils): its view of the server is not tested");
    server = TestNames.serve(100, folder);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private String dig(String... arguments) throws IOException, InterruptedException {
    int port = server.addresses().getFirst().getPort();
    var command = new ArrayList<>(List.of("dig", "@127.0.0.1", "-p", "" + port, "+tries=1"));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    var remarks = text.replace("WARNING: .local is reserved for Multicast DNS", "");
    assertThat(remarks).doesNotContainIgnoringCase("warning").doesNotContain("malformed");
    return text;
  }

  @Test
  void resolves() throws IOException, InterruptedException {
    assertThat(dig("+short", WEB)).isEqualTo("10.96.0.1\n");
    assertThat(dig("+short", "+tcp", WEB)).isEqualTo("10.96.0.1\n");
    assertThat(dig("+short", "_http._tcp." + WEB, "SRV")).isEqualTo("0 100 80 " + WEB + ".\n");
    assertThat(dig("+short", "-x", "10.96.0.1")).isEqualTo(WEB + ".\n");
    assertThat(dig("+short", "dns-version.cluster.local", "TXT")).isEqualTo("\"1.1.0\"\n");
  }

  @Test
  void seesCodesAndFlags() throws IOException, InterruptedException {
    assertThat(dig(WEB)).contains("status: NOERROR").contains("flags: qr aa rd ra;");
    assertThat(dig(WEB, "AAAA")).contains("status: NOERROR", "ANSWER: 0, AUTHORITY: 1");
    assertThat(dig("none." + WEB)).contains("status: NXDOMAIN", "ANSWER: 0, AUTHORITY: 1");
    assertThat(dig("-x", "10.9.9.9")).contains("status: NXDOMAIN");
    assertThat(dig("CH", "TXT", "version.bind")).contains("status: REFUSED");
    assertThat(dig("+edns=1", "+noednsnegotiation", WEB)).contains("status: BADVERS");
    assertThat(dig("+noedns", "+opcode=notify", WEB)).contains("status: NOTIMP");
    assertThat(dig("+noedns", WEB)).doesNotContain("EDNS");
    assertThat(dig("+dnssec", WEB)).contains("EDNS: version: 0, flags: do; udp: 1232");
  }

  @Test
  void asksAgainOverTcpForWhatWasCut() throws IOException, InterruptedException {
    var whole = dig("+noedns", MANY);
    assertThat(whole).contains("Truncated, retrying in TCP mode", "ANSWER: 100");
    assertThat(dig("+ignore", "+bufsize=900", MANY)).contains("flags: qr aa tc rd ra;");
    assertThat(dig("+tcp", "+keepopen", WEB, MANY)).contains("ANSWER: 100");
  }
}
