package io.bloomery.web;

import static io.bloomery.web.Html.text;

import io.bloomery.api.Visibility;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineFilter;
import io.bloomery.process.signin.Account;
import io.bloomery.process.signin.Role;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where everything is: the ways to tasks and processes, and the machines this person may see. */
@RestController
class HomePage {
  private static final int MOST = 200;

  private final Visibility visibility;

  HomePage(Visibility visibility) {
    this.visibility = visibility;
  }

  @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
  String page(@AuthenticationPrincipal Account account, CsrfToken csrf) {
    List<Machine> seen =
        visibility.list(account, new MachineFilter(Set.of(), null, null, null, null, MOST));
    String rows = seen.stream().map(HomePage::row).collect(Collectors.joining());
    return Html.page(
        "Machines",
        "<meta http-equiv=\"refresh\" content=\"5\">\n",
        """
        <header>
        <strong>Bloomery</strong>
        <nav>
        %s</nav>
        <form method="post" action="/sign-out">
        <input type="hidden" name="%s" value="%s">
        <span>%s</span> <button>Sign out</button>
        </form>
        </header>
        <main>
        <h1>Machines</h1>
        <table>
        <thead><tr><th>Name</th><th>MAC</th><th>Power</th><th>Status</th><th>Owner</th><th>Cores</th><th>Memory</th>\
        <th>Disk</th><th>Address</th><th>Held by</th></tr></thead>
        <tbody>
        %s</tbody>
        </table>
        %s</main>
        """
            .formatted(
                links(account),
                text(csrf.getParameterName()),
                text(csrf.getToken()),
                text(account.name()),
                rows,
                foot(seen)));
  }

  private static String links(Account account) {
    StringBuilder links = new StringBuilder(link("/camunda/app/tasklist/default/", "Tasklist"));
    if (account.seesEverything()) {
      links.append(link("/camunda/app/cockpit/default/", "Cockpit"));
    }
    if (account.is(Role.ADMINISTRATOR)) {
      links.append(link("/camunda/app/admin/default/", "Admin"));
    }
    return links.append(link("/api/v1/openapi", "REST")).toString();
  }

  private static String link(String to, String name) {
    return "<a href=\"%s\">%s</a>%n".formatted(to, name);
  }

  private static String row(Machine machine) {
    String status = machine.status().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return """
    <tr><td>%s</td><td>%s</td><td>%s</td><td class="%s">%s</td><td>%s</td><td>%d</td><td>%d MiB</td><td>%d GB</td>\
    <td>%s</td><td>%s</td></tr>
    """
        .formatted(
            text(machine.name()),
            text(machine.mac()),
            text(machine.powerState().name().toLowerCase(Locale.ROOT)),
            status,
            text(machine.status().label()),
            text(machine.owner()),
            machine.cores(),
            machine.memoryBytes() >> 20,
            machine.diskBytes() / 1_000_000_000,
            text(machine.address()),
            text(machine.heldFor()));
  }

  private static String foot(List<Machine> seen) {
    if (seen.isEmpty()) {
      return "<p>No machine yet. One that boots from this controller's network appears here by"
          + " itself.</p>\n";
    }
    return seen.size() < MOST
        ? ""
        : "<p>The first %d; REST lists all of them.</p>%n".formatted(MOST);
  }
}
