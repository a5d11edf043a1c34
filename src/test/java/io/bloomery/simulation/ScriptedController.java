package io.bloomery.simulation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A controller for one machine that follows a test's script; it notes what the machine says. */
final class ScriptedController implements AutoCloseable {
  /** Every request with its body, in order; DHCP messages as {@code DHCP firmware} and the like. */
  final List<String> heard = new CopyOnWriteArrayList<>();

  final BlockingQueue<String> tasks = new LinkedBlockingQueue<>();
  volatile boolean local;

  /** How many questions for a boot script are still answered with a place in line. */
  final AtomicInteger inLine = new AtomicInteger();

  private final DatagramSocket dhcp = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
  private final HttpServer http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);

  ScriptedController() throws IOException {
    http.setExecutor(Executors.newCachedThreadPool());
    http.createContext("/", this::serve);
    http.start();
    Thread thread = new Thread(this::serveDhcp, "scripted DHCP");
    thread.setDaemon(true);
    thread.start();
  }

  int dhcpPort() {
    return dhcp.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  void give(String id, String topic, Map<String, String> parameters) {
    StringBuilder lines = new StringBuilder("id=" + id + "\ntopic=" + topic + "\n");
    parameters.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    tasks.add(lines.toString());
  }

  /** Waits until a request begins so. */
  String await(String beginning) throws InterruptedException {
    for (int i = 0; i < 500; i++) {
      for (String request : heard) {
        if (request.startsWith(beginning)) {
          return request;
        }
      }
      Thread.sleep(20);
    }
    throw new AssertionError("never heard " + beginning + ", but " + heard);
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!path.equals("/node/task")) {
      heard.add(exchange.getRequestMethod() + " " + path + " " + body);
    }
    boolean proven =
        path.startsWith("/boot/") || exchange.getRequestHeaders().containsKey("Authorization");
    String answer = proven || path.startsWith("/node/first-boot/") ? answer(path) : null;
    byte[] bytes = answer == null ? new byte[0] : answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(
        bytes.length == 0 ? 204 : 200, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private String answer(String path) {
    if (path.startsWith("/boot/ipxe") && inLine.getAndDecrement() > 0) {
      return "#!ipxe\n:again\necho place 1\nsleep 1\nchain --replace %s/boot/ipxe?mac=x || goto again\n"
          .formatted(url());
    }
    if (path.startsWith("/boot/ipxe")) {
      return local
          ? "#!ipxe\nsanboot --no-describe --drive 0x80\n"
          : "#!ipxe\nkernel /boot/file/vmlinuz bloomery.url=%s bloomery.token=T BOOTIF=01-x\ninitrd /boot/file/initrd.img\nboot\n"
              .formatted(url());
    }
    if (path.equals("/node/task")) {
      try {
        return tasks.poll(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        return null;
      }
    }
    return switch (path) {
      case "/node/register" -> "session=S\nmachine=abcd1234\nname=node1\n";
      case "/node/seed/user-data" ->
          "#cloud-config\nphone_home:\n  url: %s/node/first-boot/F\n  post: all\n".formatted(url());
      case "/node/seed/network-config" ->
          "version: 2\nethernets:\n  eth0:\n    addresses: [127.17.1.1/16]\n";
      case "/node/seed/meta-data" -> "instance-id: i1\nlocal-hostname: node1\n";
      case "/node/seed/vendor-data",
          "/boot/file/vmlinuz",
          "/boot/file/initrd.img",
          "/node/image/d1",
          "/node/script/memory" ->
          "something\n";
      default -> null;
    };
  }

  /**
   * Answers every discover with an offer and every request with an acknowledgement, to the relay.
   */
  private void serveDhcp() {
    byte[] bytes = new byte[1500];
    try {
      while (true) {
        DatagramPacket question = new DatagramPacket(bytes, bytes.length);
        dhcp.receive(question);
        ByteBuffer packet = ByteBuffer.wrap(bytes, 0, question.getLength()).slice();
        boolean ipxe =
            new String(bytes, 0, question.getLength(), StandardCharsets.ISO_8859_1)
                .contains("iPXE");
        int type = packet.get(242);
        heard.add("DHCP " + type + (ipxe ? " iPXE" : ""));
        byte[] url = (url() + "/boot/ipxe?mac=${net0/mac}").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer answer = ByteBuffer.allocate(600);
        answer
            .put((byte) 2)
            .put((byte) 1)
            .put((byte) 6)
            .put((byte) 0)
            .putInt(packet.getInt(4))
            .putLong(0);
        answer.put(new byte[] {127, 17, (byte) 128, 1}).put(new byte[] {127, 0, 0, 1});
        answer.position(236);
        answer.putInt(0x63825363);
        answer.put(new byte[] {53, 1, (byte) (type == 1 ? 2 : 5), 54, 4, 127, 0, 0, 1});
        answer.put((byte) 67).put((byte) url.length).put(url).put((byte) 255);
        dhcp.send(
            new DatagramPacket(
                answer.array(), answer.position(), InetAddress.getByName("127.0.0.2"), dhcpPort()));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  @Override
  public void close() {
    dhcp.close();
    http.stop(0);
  }
}
