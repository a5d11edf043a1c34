package io.bloomery.power.webhook;

import io.bloomery.machine.PowerState;
import io.bloomery.power.DriverDescription;
import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerDriver;
import io.bloomery.power.PowerSwitch;
import io.bloomery.power.PowerTarget;
import io.bloomery.power.Setting;
import io.bloomery.power.SettingKind;
import io.bloomery.power.http.Deadline;
import io.bloomery.power.http.HttpAnswer;
import io.bloomery.power.http.HttpCaller;
import io.bloomery.secret.KnownCertificates;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.springframework.stereotype.Component;

/** Switches by HTTP requests that an operator wrote down. */
@Component
class WebhookDriver implements PowerDriver, PowerSwitch {
  private static final String ON_URI = "onUri";
  private static final String OFF_URI = "offUri";
  private static final String QUERY_URI = "queryUri";
  private static final String ON_PATTERN = "onPattern";
  private static final String OFF_PATTERN = "offPattern";
  private static final String METHOD = "method";
  private static final String BODY = "body";
  private static final String HEADER = "header";
  private static final String TOKEN = "token";
  private static final String CERTIFICATE = "certificate";

  /** Stands in addresses and bodies for the machine's id. */
  private static final String MACHINE = "{machine}";

  private static final int LONGEST_BODY = 64 * 1024;

  private final WebhookSettings settings;
  private final Destination destination;
  private final HttpCaller vouched = HttpCaller.vouched("webhook", LONGEST_BODY);
  private final HttpCaller pinned;

  WebhookDriver(WebhookSettings settings, KnownCertificates certificates) {
    this.settings = settings;
    destination = new Destination(settings.inside());
    pinned = HttpCaller.pinned("webhook", LONGEST_BODY, certificates, settings.trustOnFirstUse());
  }

  @Override
  public DriverDescription description() {
    return new DriverDescription(
        "webhook",
        "Whatever is switched by HTTP requests: smart plugs, power strips, own services.",
        List.of(
            uri(ON_URI, "Request for on", "http://10.17.17.40/relay/0?turn=on"),
            uri(OFF_URI, "Request for off", "http://10.17.17.40/relay/0?turn=off"),
            uri(QUERY_URI, "Request for the state", "http://10.17.17.40/relay/0"),
            Setting.required(
                ON_PATTERN,
                "When it is on",
                SettingKind.TEXT,
                "Found in the answer: \"ison\":true"),
            Setting.required(
                OFF_PATTERN,
                "When it is off",
                SettingKind.TEXT,
                "Found in the answer: \"ison\":false"),
            Setting.optional(
                METHOD, "Method", SettingKind.TEXT, "POST", "Of on and off: GET, POST or PUT"),
            Setting.optional(
                BODY, "Body", SettingKind.TEXT, null, "Of on and off, JSON; {machine} is its id"),
            Setting.optional(
                HEADER, "Header", SettingKind.TEXT, "Authorization", "That the token stands in"),
            Setting.optional(
                    TOKEN, "Token", SettingKind.TEXT, null, "Value of the header: Bearer 5f3a…")
                .asSecret(),
            Setting.optional(
                CERTIFICATE,
                "Certificate",
                SettingKind.TEXT,
                "vouched",
                "vouched, by an authority; or pinned, the one that was shown first")));
  }

  private static Setting uri(String name, String label, String example) {
    return Setting.required(name, label, SettingKind.URI, example);
  }

  @Override
  public void check(Map<String, String> values) {
    boolean token = values.containsKey(TOKEN);
    for (String name : List.of(ON_URI, OFF_URI, QUERY_URI)) {
      WebhookUri.check(name, filled(values.get(name), "m"), token);
    }
    for (String name : List.of(ON_PATTERN, OFF_PATTERN)) {
      try {
        Pattern.compile(values.get(name));
      } catch (PatternSyntaxException malformed) {
        throw wrong(name, values.get(name), "a regular expression: " + malformed.getDescription());
      }
    }
    if (!Set.of("GET", "POST", "PUT").contains(values.get(METHOD))) {
      throw wrong(METHOD, values.get(METHOD), "GET, POST or PUT");
    }
    checkHeader(values.get(HEADER), values.getOrDefault(TOKEN, ""));
    if (!Set.of("vouched", "pinned").contains(values.get(CERTIFICATE))) {
      throw wrong(CERTIFICATE, values.get(CERTIFICATE), "vouched or pinned");
    }
  }

  private static void checkHeader(String name, String token) {
    try {
      // The client refuses what is its own, such as Host.
      HttpRequest.newBuilder(URI.create("https://host")).header(name, token);
    } catch (IllegalArgumentException refused) {
      // Without its words, which can repeat the token.
      throw wrong(HEADER, name, "a header that a token can stand in, and a token of ASCII letters");
    }
  }

  @Override
  public PowerState state(PowerTarget target) {
    String answer = call(target, "GET", QUERY_URI).text();
    boolean on = TimedPattern.find(ON_PATTERN, target.get(ON_PATTERN), answer);
    boolean off = TimedPattern.find(OFF_PATTERN, target.get(OFF_PATTERN), answer);
    if (on && off) {
      throw new FinalFailure(
          "the answer fits both onPattern and offPattern (expected: one of them)");
    }
    return on ? PowerState.ON : off ? PowerState.OFF : PowerState.UNKNOWN;
  }

  @Override
  public void turnOn(PowerTarget target) {
    call(target, target.get(METHOD), ON_URI);
  }

  @Override
  public void turnOff(PowerTarget target) {
    call(target, target.get(METHOD), OFF_URI);
  }

  private HttpAnswer call(PowerTarget target, String method, String which) {
    URI uri = URI.create(filled(target.get(which), target.machine()));
    destination.check(uri);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    String body = method.equals("GET") ? null : filled(target.get(BODY), target.machine());
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    if (target.get(TOKEN) != null) {
      request.header(target.get(HEADER), target.get(TOKEN));
    }
    HttpCaller caller = target.get(CERTIFICATE).equals("pinned") ? pinned : vouched;
    HttpAnswer answer = caller.send(request.build(), Deadline.in(settings.answer()));
    judge("%s %s".formatted(which, shown(uri)), answer);
    return answer;
  }

  /** Not the query: those of some plugs hold a password. */
  private static String shown(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }

  private static void judge(String question, HttpAnswer answer) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      return;
    }
    String sentence = "%s: answered %d (expected: 2xx)".formatted(question, status);
    if (status >= 300 && status < 400) {
      throw new FinalFailure(
          sentence + ". Enter the address that it sends to, if it is the right one");
    }
    if (status == 401 || status == 403) {
      throw new FinalFailure(sentence + ". Correct header and token");
    }
    if (status >= 500 || status == 408 || status == 409 || status == 425 || status == 429) {
      throw new PassingFailure(sentence);
    }
    throw new FinalFailure(sentence);
  }

  private static String filled(String template, String machine) {
    return template == null ? null : template.replace(MACHINE, machine);
  }

  private static IllegalArgumentException wrong(String name, String value, String expected) {
    return new IllegalArgumentException(
        "power setting webhook.%s: %s (expected: %s)".formatted(name, value, expected));
  }
}
