"""The science of the second paper: does shade change what a tomato plant bears?"""
