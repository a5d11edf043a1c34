package io.bloomery.process.signin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.TaskQuery;

/** Tasklist shows nothing without filters; these are the ones it begins with. */
final class TaskFilters {
  private final FilterService filters;
  private final TaskService tasks;
  private final Rights rights;

  TaskFilters(ProcessEngine engine, Rights rights) {
    this.filters = engine.getFilterService();
    this.tasks = engine.getTaskService();
    this.rights = rights;
  }

  void create() {
    if (filters.createTaskFilterQuery().count() > 0) {
      return;
    }
    create("My tasks", -10, tasks.createTaskQuery().taskAssigneeExpression("${ currentUser() }"));
    create(
        "My groups' tasks",
        0,
        tasks
            .createTaskQuery()
            .taskCandidateGroupInExpression("${ currentUserGroups() }")
            .taskUnassigned());
    create("All tasks", 10, tasks.createTaskQuery());
  }

  /** Everybody may use each filter: a filter shows a person only the tasks that person may read. */
  private void create(String name, int priority, TaskQuery query) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("priority", priority);
    properties.put("refresh", true);
    properties.put("showUndefinedVariable", false);
    Filter filter = filters.newTaskFilter(name);
    filter.setOwner(FirstStart.ADMINISTRATOR);
    filter.setQuery(query);
    filter.setProperties(properties);
    filters.saveFilter(filter);
    for (Role role : List.of(Role.OPERATOR, Role.VIEWER, Role.USER)) {
      rights.give(role.group(), Resources.FILTER, filter.getId(), Permissions.READ);
    }
  }
}
