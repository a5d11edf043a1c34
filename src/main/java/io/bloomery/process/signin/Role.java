package io.bloomery.process.signin;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a person is to the pool. Each role is a group of the engine's, so Tasklist and Cockpit know
 * the same people.
 */
public enum Role {
  /** Everything. The engine's web applications know this group by its name. */
  ADMINISTRATOR("camunda-admin", "Administrators"),
  /** Looks after the machines: answers tasks, starts processes. */
  OPERATOR("operators", "Operators"),
  /** Sees every machine and process, changes nothing. */
  VIEWER("viewers", "Viewers"),
  /** Borrows machines: sees what is free or his. */
  USER("users", "Users");

  private final String group;
  private final String title;

  Role(String group, String title) {
    this.group = group;
    this.title = title;
  }

  /** Id of the group in the engine. */
  public String group() {
    return group;
  }

  String title() {
    return title;
  }

  /** The role of a group. */
  public static Role ofGroup(String group) {
    return Arrays.stream(values())
        .filter(role -> role.group.equals(group))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "group: %s (expected one of: %s)"
                        .formatted(
                            group,
                            Arrays.stream(values())
                                .map(Role::group)
                                .collect(Collectors.joining(", ")))));
  }
}
