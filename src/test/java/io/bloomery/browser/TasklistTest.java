package io.bloomery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineStatus;
import io.bloomery.process.signin.Role;
import io.bloomery.started.StartedController;
import org.junit.jupiter.api.Test;

/** What an administrator does in Tasklist, with the forms as a browser draws them. */
class TasklistTest extends StartedController {

  @Test
  void aRequestIsApprovedAndTheMachineGivenBack() throws Exception {
    Machine machine = free();
    var asked =
        person("ada", Role.USER)
            .post(
                "/api/v1/allocations",
                "{\"machine\":\"%s\",\"purpose\":\"compilers\",\"hours\":1440}"
                    .formatted(machine.id()));
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);

    awaitTask("Task_ApproveRequest");
    try (Browser admin = Browser.start()) {
      signIn(admin, "admin", adminPassword());
      admin.open(address("/camunda/app/tasklist/default/"));
      admin.click("a", "All tasks");
      admin.click("li, a, h4", "Approve request");
      admin.awaitField("Person", "ada");
      admin.awaitField("Purpose", "compilers");
      admin.awaitField("A certain machine", machine.id());
      admin.click("button, a", "Claim");
      admin.choose("Approve");
      admin.click("button", "Complete");
      admin.awaitText("Select a task in the list");
    }
    awaitTask("Task_UseMachine");
    assertThat(machines.get(machine.id()).status()).isEqualTo(MachineStatus.ALLOCATED);
    assertThat(machines.get(machine.id()).owner()).isEqualTo("ada");

    try (Browser ada = Browser.start()) {
      signIn(ada, "ada", password("ada"));
      ada.open(address("/camunda/app/tasklist/default/"));
      ada.click("li, a, h4", "Use machine");
      ada.awaitText("Complete this task to give it back");
      ada.click("button", "Complete");
      ada.awaitText("Select a task in the list");
    }
    assertThat(machines.get(machine.id()).status()).isEqualTo(MachineStatus.RELEASING);
  }

  private void awaitTask(String definition) throws InterruptedException {
    String path = "/engine-rest/task/count?taskDefinitionKey=" + definition;
    for (int i = 0; i < 300 && admin().get(path).body().contains(":0"); i++) {
      Thread.sleep(100);
    }
    assertThat(admin().get(path).body()).as(definition).doesNotContain(":0");
  }

  private void signIn(Browser browser, String name, String password) {
    browser.open(address("/sign-in"));
    browser.type("Name", name);
    browser.type("Password", password);
    browser.click("button", "Sign in");
    browser.awaitText(name);
  }
}
