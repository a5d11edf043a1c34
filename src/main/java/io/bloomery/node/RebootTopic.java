package io.bloomery.node;

import org.springframework.stereotype.Component;

/** The machine restarts, after it has said so. */
@Component
class RebootTopic implements Topic {}
