"""SuiteScript of the local account: real JavaScript in child processes, user events, RESTlets, SDF projects."""

from landbridge.suiteapp import suiteapp_folder

__all__ = ["suiteapp_folder"]
