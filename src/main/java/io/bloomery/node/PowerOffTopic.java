package io.bloomery.node;

import org.springframework.stereotype.Component;

/** The machine switches itself off, after it has said so. */
@Component
class PowerOffTopic implements Topic {}
