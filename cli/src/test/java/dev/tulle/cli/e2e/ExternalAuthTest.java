package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Status;
import dev.tulle.cli.status.StatusSnapshot;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.service.auth.v3.DeniedHttpResponse;
import io.envoyproxy.envoy.service.auth.v3.OkHttpResponse;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import io.envoyproxy.envoy.type.v3.StatusCode;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Filters of type `ExternalAuth` with a real Envoy and real servers that are asked.
@EndToEnd
class ExternalAuthTest {

  private static final String FILE = "shop.yaml";
  private static final String KNOWN = "Bearer good";

  @Test
  void aServerIsAskedByHttpAndNothingPassesWithoutIt() throws Exception {
    try (var folder = Folder.empty("external-auth");
        var tulle = Tulle.on(folder);
        var client = HttpClient.newHttpClient()) {
      var edge = start(folder, tulle, client);
      var denied = send(client, request(edge, "/cart/1?a=b"));
      assertThat(denied.statusCode()).isEqualTo(401);
      assertThat(denied.body()).isEqualTo("who are you?");
      assertThat(denied.headers().firstValue("www-authenticate")).contains("Bearer");
      assertThat(denied.headers().firstValue("x-asked"))
          .contains("GET /check/cart/1?a=b " + edge.getAuthority());

      var passed =
          send(
              client,
              request(edge, "/cart")
                  .header("Authorization", KNOWN)
                  .header("x-shown", "a")
                  .header("x-hidden", "b")
                  .header("Content-Type", "text/order")
                  .POST(body(60_000)));
      assertThat(passed.statusCode()).isEqualTo(200);
      assertThat(passed.body().lines())
          .contains("received: 60000", "content-length: 60000", "content-type: text/order")
          .contains("x-customer-id: 17", "x-body: 60000", "x-hidden: b")
          .anySatisfy(
              line ->
                  assertThat(line)
                      .startsWith("x-names: ")
                      .contains(" authorization ", " content-length ", " host ", " x-shown")
                      .doesNotContain("x-hidden"));

      var tooLong = request(edge, "/cart").header("Authorization", KNOWN).POST(body(70_000));
      assertThat(send(client, tooLong).statusCode()).isEqualTo(413);

      folder.edit(FILE, text -> text.replace("app: login\n    tulle", "app: gone\n    tulle"));
      tulle.await("no verdict", () -> status(client, edge, "/cart") == 503);
      assertThat(status(client, edge, "/open")).isEqualTo(200);
    }
  }

  @Test
  void aServerIsAskedByEnvoysProtocol() throws Exception {
    try (var folder = Folder.empty("external-auth");
        var tulle = Tulle.on(folder);
        var client = HttpClient.newHttpClient()) {
      var edge = start(folder, tulle, client);
      assertThat(status(client, edge, "/pay")).as("before the server is there").isEqualTo(503);
      var loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
      var policy = new Policy();
      try (var pod = tulle.enter("default", "policy")) {
        var server = serve(pod, loops, policy);
        try {
          tulle.await("a verdict", () -> status(client, edge, "/pay") == 402);
          var passed =
              send(
                  client,
                  request(edge, "/pay").header("x-customer", "good").header("x-other", "o"));
          assertThat(passed.statusCode()).isEqualTo(200);
          assertThat(passed.body().lines()).contains("x-limit: 100", "x-other: o");
          assertThat(policy.seen)
              .allSatisfy(
                  request -> {
                    var http = request.getAttributes().getRequest().getHttp();
                    assertThat(http.getPath()).isEqualTo("/pay");
                    assertThat(http.getHeadersMap()).doesNotContainKey("x-other");
                  });
        } finally {
          server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
      } finally {
        var _ = loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      }
    }
  }

  /// Lets customers through that are good, and tells the shop their limit.
  private static final class Policy extends AuthorizationGrpc.AuthorizationImplBase {
    private final ConcurrentLinkedQueue<CheckRequest> seen = new ConcurrentLinkedQueue<>();

    @Override
    public void check(CheckRequest request, StreamObserver<CheckResponse> answers) {
      seen.add(request);
      var headers = request.getAttributes().getRequest().getHttp().getHeadersMap();
      var answer = CheckResponse.newBuilder();
      if ("good".equals(headers.get("x-customer"))) {
        var limit = HeaderValue.newBuilder().setKey("x-limit").setValue("100");
        answer.setOkResponse(
            OkHttpResponse.newBuilder()
                .addHeaders(HeaderValueOption.newBuilder().setHeader(limit)));
      } else {
        answer
            .setStatus(Status.newBuilder().setCode(io.grpc.Status.Code.PERMISSION_DENIED.value()))
            .setDeniedResponse(
                DeniedHttpResponse.newBuilder()
                    .setStatus(HttpStatus.newBuilder().setCode(StatusCode.PaymentRequired)));
      }
      answers.onNext(answer.build());
      answers.onCompleted();
    }
  }

  private static Server serve(PodSockets pod, MultiThreadIoEventLoopGroup loops, Policy policy)
      throws IOException {
    return NettyServerBuilder.forAddress(new InetSocketAddress(9000))
        .bossEventLoopGroup(loops)
        .workerEventLoopGroup(loops)
        .channelFactory(
            () -> {
              try {
                return pod.call(NioServerSocketChannel::new);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .addService(policy)
        .build()
        .start();
  }

  /// Where the Gateway answers.
  private static URI start(Folder folder, Tulle tulle, HttpClient client) throws Exception {
    folder.save(FILE, FidelityMesh.resource("e2e/external-auth.yaml"));
    tulle.up();
    tulle.awaitStatus(
        "all of it",
        it ->
            edge(it).findFirst().isPresent()
                && it.services().stream()
                    .filter(service -> !service.name().equals("policy"))
                    .allMatch(service -> service.ready() > 0));
    var edge = URI.create(edge(tulle.status().orElseThrow()).findFirst().orElseThrow());
    tulle.await("an answer", () -> status(client, edge, "/open") == 200);
    return edge;
  }

  /// Where the Gateway is ready.
  private static Stream<String> edge(StatusSnapshot status) {
    return status.gateways().stream()
        .filter(it -> it.name().equals("default/edge") && it.ready())
        .flatMap(it -> it.addresses().stream());
  }

  private static int status(HttpClient client, URI edge, String path) {
    try {
      return send(client, request(edge, path)).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  private static HttpRequest.Builder request(URI edge, String path) {
    return HttpRequest.newBuilder(edge.resolve(path)).version(HttpClient.Version.HTTP_1_1);
  }

  private static HttpRequest.BodyPublisher body(int bytes) {
    return HttpRequest.BodyPublishers.ofByteArray(new byte[bytes]);
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
      throws IOException {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
