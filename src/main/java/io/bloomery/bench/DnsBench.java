package io.bloomery.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many answers and how many signed updates a second: of ours and of BIND 9, which run side by
 * side with the same names and are asked by turns.
 */
final class DnsBench {
  private static final int ROUNDS = 5;
  private static final int NAMES = 1_000;
  private static final int QUESTIONS = 10_000;
  private static final String DOMAIN = "bloomery.internal";
  private static final Pattern RATE = Pattern.compile("Queries per second: +([0-9.]+)");
  private static final Pattern COMPLETED = Pattern.compile("Queries completed: +([0-9]+)");
  private static final Pattern LOST = Pattern.compile("Queries lost: +([0-9]+)");
  private static final Pattern CODES = Pattern.compile("Response codes: +(.+)");
  private static final Pattern LATENCY = Pattern.compile("Average Latency \\(s\\): +([0-9.]+)");

  private final int seconds;

  /**
   * One round.
   *
   * @param rate answers a second
   * @param cpu microseconds of the server for an answer
   * @param latency milliseconds on average
   */
  private record Round(double rate, double cpu, double latency, long lost) {}

  DnsBench(String... arguments) {
    if (arguments.length == 0) {
      seconds = 5;
    } else if (arguments.length == 2
        && arguments[0].equals("--seconds")
        && arguments[1].matches("[1-9][0-9]{0,2}")) {
      seconds = Integer.parseInt(arguments[1]);
    } else {
      throw new IllegalArgumentException(
          "bench dns: "
              + String.join(" ", arguments)
              + " (expected: nothing, or --seconds and 1 to 999)");
    }
  }

  boolean run() throws IOException, InterruptedException {
    System.out.printf(
        """
        Clients: dnsperf, 8 sockets, 100 questions on the way, %d rounds of %d s for each by turns after one to warm up;
        medians. %d names: nine of ten questions are for one of them, one for a name there is not. Loopback; server and
        clients share the processors. Ours: the JVM %s. BIND: the same zone, minimal answers, two threads.
        Then %d clients that send %d updates by UDP in each round, one after the other, signed beforehand (hmac-sha256):
        delete the address of one of %d names, add another. Both have them on the same disk before they answer.
        """,
        ROUNDS,
        seconds,
        NAMES,
        String.join(" ", Controller.JVM),
        UpdateLoad.CLIENTS,
        UpdateLoad.UPDATES,
        UpdateLoad.NAMES);
    Path directory = Files.createTempDirectory("bloomery-bench-");
    Path questions = questions(directory);
    Ports ports = Ports.free();
    int ourPort = ports.tftp();
    int bindPort = ports.chassis();
    List<Round> ours = new ArrayList<>();
    List<Round> bind = new ArrayList<>();
    List<Round> ourUpdates = new ArrayList<>();
    List<Round> bindUpdates = new ArrayList<>();
    try (Controller controller = ours(directory.resolve("ours"), ourPort);
        ServerUnderTest named = named(directory, bindPort)) {
      fill(controller.rest());
      for (int i = 0; i <= ROUNDS; i++) {
        Round one = ask("ours", controller.pid(), ourPort, questions);
        Round other = ask("BIND 9", named.pid(), bindPort, questions);
        if (i > 0) {
          ours.add(one);
          bind.add(other);
        }
      }
      for (int i = 0; i <= ROUNDS; i++) {
        Round one = update("ours", controller.pid(), ourPort, i);
        Round other = update("BIND 9", named.pid(), bindPort, i);
        if (i > 0) {
          ourUpdates.add(one);
          bindUpdates.add(other);
        }
      }
    }
    List<BenchRow> rows = new ArrayList<>(rows(median(ours), median(bind)));
    rows.addAll(updateRows(median(ourUpdates), median(bindUpdates)));
    BenchReport report = new BenchReport("dns", rows);
    report.print();
    System.out.println("Written to " + report.write());
    return report.met();
  }

  private static List<BenchRow> rows(Round ours, Round bind) {
    return List.of(
        BenchRow.ratioAtLeast("answers per second", "1/s", ours.rate(), bind.rate(), "BIND 9", 1.0),
        BenchRow.beside("CPU for an answer", "us", ours.cpu(), bind.cpu(), "BIND 9"),
        BenchRow.beside(
            "average time of an answer", "ms", ours.latency(), bind.latency(), "BIND 9"),
        BenchRow.atMost("questions without an answer", "", ours.lost(), 0));
  }

  private static List<BenchRow> updateRows(Round ours, Round bind) {
    return List.of(
        BenchRow.ratioAtLeast(
            "signed updates per second", "1/s", ours.rate(), bind.rate(), "BIND 9", 2.0),
        BenchRow.beside("CPU for a signed update", "us", ours.cpu(), bind.cpu(), "BIND 9"),
        BenchRow.beside(
            "average time of a signed update", "ms", ours.latency(), bind.latency(), "BIND 9"),
        BenchRow.atMost("updates without an answer", "", ours.lost(), 0));
  }

  private static Round update(String name, long pid, int port, int round) throws IOException {
    UpdateLoad load = new UpdateLoad(DOMAIN, port);
    long before = ProcessCpu.millis(pid);
    UpdateLoad.Result result = load.run(round);
    double done = UpdateLoad.UPDATES - result.lost();
    double cpu = (ProcessCpu.millis(pid) - before) * 1000.0 / done;
    System.out.printf(
        Locale.ROOT,
        "%-8s %8.0f updates/s, %5.1f CPU-us each, %5.2f ms, %d lost%n",
        name,
        result.rate(),
        cpu,
        result.latency(),
        result.lost());
    return new Round(result.rate(), cpu, result.latency(), result.lost());
  }

  private static Round median(List<Round> rounds) {
    return new Round(
        median(rounds.stream().mapToDouble(Round::rate).toArray()),
        median(rounds.stream().mapToDouble(Round::cpu).toArray()),
        median(rounds.stream().mapToDouble(Round::latency).toArray()),
        rounds.stream().mapToLong(Round::lost).sum());
  }

  private static double median(double... values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private Round ask(String name, long pid, int port, Path questions)
      throws IOException, InterruptedException {
    long before = ProcessCpu.millis(pid);
    String said =
        said(
            "dnsperf",
            "-s",
            "127.0.0.1",
            "-p",
            "" + port,
            "-d",
            questions.toString(),
            "-l",
            "" + seconds,
            "-c",
            "8",
            "-q",
            "100");
    double answers = number(COMPLETED, said);
    double cpu = (ProcessCpu.millis(pid) - before) * 1000.0 / answers;
    Round round =
        new Round(number(RATE, said), cpu, number(LATENCY, said) * 1000, (long) number(LOST, said));
    System.out.printf(
        Locale.ROOT,
        "%-8s %8.0f/s, %5.1f CPU-us each, %5.2f ms, %d lost; %s%n",
        name,
        round.rate(),
        round.cpu(),
        round.latency(),
        round.lost(),
        first(CODES, said));
    return round;
  }

  /** The same questions for both. */
  private static Path questions(Path directory) throws IOException {
    Random random = new Random(17);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < QUESTIONS; i++) {
      String name = i % 10 == 0 ? "absent-" : "host-";
      text.append(name).append(random.nextInt(NAMES)).append('.').append(DOMAIN).append(" A\n");
    }
    return Files.writeString(directory.resolve("questions"), text);
  }

  private static String address(int host) {
    return "127.17.%d.%d".formatted(1 + host / 250, 1 + host % 250);
  }

  private static Controller ours(Path directory, int port)
      throws IOException, InterruptedException {
    return Controller.start(
        directory,
        Ports.free(),
        Controller.JVM,
        Controller.LOOPBACK,
        List.of("--bloomery.dns.port=" + port, "--bloomery.dns.forward=false"));
  }

  private static void fill(Rest rest) throws IOException, InterruptedException {
    for (int i = 0; i < NAMES; i++) {
      String name = "host-" + i + "." + DOMAIN;
      rest.post("/api/v1/dns/records", Map.of("name", name, "type", "A", "data", address(i)));
    }
    rest.post(
        "/api/v1/dns/keys",
        Map.of("name", UpdateLoad.KEY, "secret", UpdateLoad.SECRET, "updates", List.of(DOMAIN)));
  }

  private static ServerUnderTest named(Path directory, int port) throws IOException {
    StringBuilder zone =
        new StringBuilder(
            """
            $TTL 30
            @ SOA ns.%s. hostmaster.%s. 1 3600 600 604800 30
            @ NS ns
            ns A 127.0.0.1
            """
                .formatted(DOMAIN, DOMAIN));
    for (int i = 0; i < NAMES; i++) {
      zone.append("host-").append(i).append(" A ").append(address(i)).append('\n');
    }
    Files.writeString(directory.resolve("zone"), zone);
    Path settings = directory.resolve("named.conf");
    Files.writeString(
        settings,
        """
        options {
          directory "%s"; pid-file "named.pid"; session-keyfile "session.key";
          listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; };
          recursion no; minimal-responses yes; dnssec-validation no;
        };
        controls { };
        logging { category update { null; }; category update-security { null; }; };
        key "%s" { algorithm hmac-sha256; secret "%s"; };
        zone "%s" { type primary; file "zone"; allow-update { key "%s"; }; };
        """
            .formatted(directory, port, UpdateLoad.KEY, UpdateLoad.SECRET, DOMAIN, UpdateLoad.KEY));
    return ServerUnderTest.of(
        directory.resolve("named.log"),
        Map.of(),
        "/usr/sbin/named",
        "-g",
        "-n",
        "2",
        "-c",
        settings.toString());
  }

  private static String said(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private static double number(Pattern pattern, String text) throws IOException {
    return Double.parseDouble(first(pattern, text));
  }

  private static String first(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("dnsperf said no " + pattern + ": " + text);
    }
    return matcher.group(1);
  }
}
